//! A queue of jobs with a limit, and workers that empty it.

use std::sync::{Mutex, mpsc};
use std::thread;

/// Does `work` for every job on `workers` threads, and returns the results in
/// any order. No more than `capacity` jobs wait in the queue.
pub fn run_all<J, R>(
    jobs: impl Iterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R>
where
    J: Send,
    R: Send,
{
    assert!(workers > 0, "somebody has to work");
    // TODO: nothing limits this queue yet.
    let _ = capacity;
    let (queue, waiting) = mpsc::channel();
    let waiting = Mutex::new(waiting);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                // TODO: do two workers ever work at the same time?
                while let Ok(job) = waiting.lock().unwrap().recv() {
                    let result = work(job);
                    results.lock().unwrap().push(result);
                }
            });
        }
        for job in jobs {
            queue.send(job).expect("the receiver lives on this thread");
        }
        // TODO: who tells the workers that there are no more jobs?
    });
    results.into_inner().unwrap()
}
