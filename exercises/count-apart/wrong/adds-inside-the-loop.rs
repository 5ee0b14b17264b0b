// refused: the total is wrong: the logs have 3 errors
//! Counts the errors in the logs of several servers, on several threads.

use std::thread;

/// Counts the errors in all logs, with a thread for each log. `add(n)` adds `n`
/// to a counter that all threads share.
pub fn count_errors<L>(logs: &[Vec<L>], add: impl Fn(usize) + Sync)
where
    L: AsRef<str> + Sync,
{
    let add = &add;
    thread::scope(|scope| {
        for log in logs {
            scope.spawn(move || {
                // Of this thread alone: nobody waits for it.
                let mut mine = 0;
                for line in log {
                    if line.as_ref().starts_with("ERROR") {
                        mine += 1;
                        add(mine);
                    }
                }
            });
        }
    });
}
