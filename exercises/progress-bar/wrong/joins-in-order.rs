// refused: file 1 is done, and the bar is not drawn while file 2 is still being worked on
//! Work on several threads, with a progress bar.

use std::thread;

/// Does `work` for each file on a thread of its own, all at the same time. After
/// each that is done calls `draw(done, all)`, here and at once: 1 of 3, 2 of 3,
/// 3 of 3.
pub fn with_progress<T: Send>(
    files: Vec<T>,
    work: impl Fn(T) + Sync,
    mut draw: impl FnMut(usize, usize),
) {
    let all = files.len();
    thread::scope(|scope| {
        let work = &work;
        let files = files.into_iter().rev();
        let working: Vec<_> = files.map(|file| scope.spawn(move || work(file))).collect();
        for (before, worker) in working.into_iter().enumerate() {
            worker.join().unwrap();
            draw(before + 1, all);
        }
    });
}
