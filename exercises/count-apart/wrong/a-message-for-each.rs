// refused: while they count, the threads touch something that they share
//! Counts the errors in the logs of several servers, on several threads.

use std::sync::mpsc;
use std::thread;

/// Counts the errors in all logs, with a thread for each log. `add(n)` adds `n`
/// to a counter that all threads share.
pub fn count_errors<L>(logs: &[Vec<L>], add: impl Fn(usize) + Sync)
where
    L: AsRef<str> + Sync,
{
    let (tx, rx) = mpsc::channel();
    thread::scope(|scope| {
        for log in logs {
            let tx = tx.clone();
            scope.spawn(move || {
                for line in log {
                    if line.as_ref().starts_with("ERROR") {
                        tx.send(()).unwrap();
                    }
                }
            });
        }
        drop(tx);
        add(rx.iter().count());
    });
}
