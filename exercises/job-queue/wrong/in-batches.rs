// refused: job 1 takes until job 3 begins; the other worker is done with job 2, and job 3 is not given to it
//! A queue of jobs with a limit, and workers that empty it.

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
    let mut jobs = jobs;
    let mut results = Vec::new();
    loop {
        let batch: Vec<J> = jobs.by_ref().take(workers).collect();
        if batch.is_empty() {
            return results;
        }
        thread::scope(|scope| {
            let h: Vec<_> = batch
                .into_iter()
                .map(|job| {
                    let work = &work;
                    scope.spawn(move || work(job))
                })
                .collect();
            results.extend(h.into_iter().map(|h| h.join().unwrap()));
        });
    }
}
