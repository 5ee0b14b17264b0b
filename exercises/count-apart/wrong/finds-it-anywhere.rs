// refused: the total is wrong: the logs have 3 errors, and the counter says 4 (an error is a line that begins with ERROR)
//! Counts the errors in the logs of several servers, on several threads.

use std::thread;

/// Counts the errors in all logs, with a thread for each log. `add(n)` adds `n`
/// to a counter that all threads share.
pub fn count_errors<L>(logs: &[Vec<L>], add: impl Fn(usize) + Sync)
where
    L: AsRef<str> + Sync,
{
    let add = &add;
    thread::scope(|s| {
        for log in logs {
            s.spawn(move || add(log.iter().filter(|l| l.as_ref().contains("ERROR")).count()));
        }
    });
}
