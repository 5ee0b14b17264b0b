// refused: it says that a file is done which is still being worked on
//! Work on several threads, with a progress bar.

use std::sync::mpsc;
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
    let (tx, rx) = mpsc::channel();
    thread::scope(|s| {
        for file in files {
            let tx = tx.clone();
            let work = &work;
            s.spawn(move || {
                tx.send(()).unwrap();
                work(file);
            });
        }
        drop(tx);
        for (i, ()) in rx.iter().enumerate() {
            draw(i + 1, all);
        }
    });
}
