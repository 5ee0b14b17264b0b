// refused: file 1 is done, and the bar is not drawn while file 2 is still being worked on
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
    let (done, finished) = mpsc::channel();
    thread::scope(|scope| {
        let work = &work;
        for file in files {
            let done = done.clone();
            scope.spawn(move || {
                work(file);
                // Says that one is done, not how many: that is counted in one place.
                done.send(()).expect("the receiver waits for all senders");
            });
        }
        // The original; with it alive, the loop would never end.
        drop(done);
    });
    for (before, ()) in finished.iter().enumerate() {
        draw(before + 1, all);
    }
}
