// refused: while they count, the threads touch something that they share
//! Counts the errors in the logs of several servers, on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Counts the errors in all logs, with a thread for each log. `add(n)` adds `n`
/// to a counter that all threads share.
pub fn count_errors<L>(logs: &[Vec<L>], add: impl Fn(usize) + Sync)
where
    L: AsRef<str> + Sync,
{
    // One for each thread, side by side in one cache line.
    let counts: Vec<AtomicUsize> = logs.iter().map(|_| AtomicUsize::new(0)).collect();
    thread::scope(|scope| {
        for (log, mine) in logs.iter().zip(&counts) {
            scope.spawn(move || {
                for line in log {
                    if line.as_ref().starts_with("ERROR") {
                        mine.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    add(counts.into_iter().map(AtomicUsize::into_inner).sum());
}
