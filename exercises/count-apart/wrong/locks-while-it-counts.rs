// refused: the logs are counted in turn, not at the same time
//! Counts the errors in the logs of several servers, on several threads.

use std::sync::Mutex;
use std::thread;

/// Counts the errors in all logs, with a thread for each log. `add(n)` adds `n`
/// to a counter that all threads share.
pub fn count_errors<L>(logs: &[Vec<L>], add: impl Fn(usize) + Sync)
where
    L: AsRef<str> + Sync,
{
    let total = Mutex::new(0);
    thread::scope(|scope| {
        for log in logs {
            let total = &total;
            scope.spawn(move || {
                // Once for the whole log.
                let mut total = total.lock().unwrap();
                for line in log {
                    if line.as_ref().starts_with("ERROR") {
                        *total += 1;
                    }
                }
            });
        }
    });
    add(total.into_inner().unwrap());
}
