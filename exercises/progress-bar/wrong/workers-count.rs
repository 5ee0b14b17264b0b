// refused: the bar goes backwards: 2/2 is drawn before 1/2
//! Work on several threads, with a progress bar.

use std::sync::atomic::{AtomicUsize, Ordering};
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
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (work, count) = (&work, &count);
        for file in files {
            let done = done.clone();
            scope.spawn(move || {
                work(file);
                let now = count.fetch_add(1, Ordering::SeqCst) + 1;
                done.send(now).expect("the receiver waits for all senders");
            });
        }
        // The original; with it alive, the loop would never end.
        drop(done);
        for now in &finished {
            draw(now, all);
        }
    });
}
