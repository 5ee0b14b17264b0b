//! What must hold for the queue, in every schedule.

use job_queue::run_all;
use support::every_schedule;

every_schedule! {
    fn every_job_is_done_and_the_workers_end() {
        scenario: {
            let mut done = run_all(1..=3, 2, 1, |job| job * 10);
            done.sort();
            format!("{done:?}")
        },
        wrong: |done| match done {
            "[10, 20, 30]" => None,
            _ => Some(format!("a job is lost or done twice: jobs 1 to 3, times ten, gave {done}")),
        },
        stuck: "nobody gets on: the workers wait for a job, or the queue for a worker, and nobody will come",
    }

    fn two_workers_work_at_the_same_time() {
        scenario: {
            use std::sync::{Condvar, Mutex};
            let (working, changed) = (Mutex::new(0), Condvar::new());
            // A job that waits until another one is being done as well.
            let work = |_| {
                let mut working = working.lock().unwrap();
                *working += 1;
                changed.notify_all();
                while *working < 2 {
                    working = changed.wait(working).unwrap();
                }
            };
            run_all(1..=2, 2, 1, work).len().to_string()
        },
        wrong: |done| match done {
            "2" => None,
            _ => Some(format!("two jobs had {done} results")),
        },
        stuck: "nobody gets on: a worker waits in its work for another one to begin, and that one cannot: no two workers work at the same time, or some never end",
    }

    fn a_free_worker_takes_the_next_job() {
        scenario: {
            use std::sync::{Condvar, Mutex};
            let (third, begun) = (Mutex::new(false), Condvar::new());
            // Job 1 ends after job 3 has begun.
            let work = |job| match job {
                1 => drop(begun.wait_while(third.lock().unwrap(), |third| !*third).unwrap()),
                3 => {
                    *third.lock().unwrap() = true;
                    begun.notify_all();
                }
                _ => {}
            };
            run_all(1..=3, 2, 1, work).len().to_string()
        },
        wrong: |done| match done {
            "3" => None,
            _ => Some(format!("three jobs had {done} results")),
        },
        stuck: "nobody gets on: job 1 takes until job 3 begins; the other worker is done with job 2, and job 3 is not given to it, or the workers never end",
    }

    fn the_queue_takes_what_it_has_room_for() {
        scenario: {
            use std::sync::{Condvar, Mutex};
            let (taken, more) = (Mutex::new(0), Condvar::new());
            let jobs = (1..=4).inspect(|_| {
                *taken.lock().unwrap() += 1;
                more.notify_all();
            });
            // Job 1 ends after all have been taken: two of them wait, one is at the door.
            let work = |job| {
                if job == 1 {
                    drop(more.wait_while(taken.lock().unwrap(), |taken| *taken < 4).unwrap());
                }
            };
            run_all(jobs, 1, 2, work).len().to_string()
        },
        wrong: |done| match done {
            "4" => None,
            _ => Some(format!("four jobs had {done} results")),
        },
        stuck: "nobody gets on: with room for two, and one worker with job 1, jobs 2 and 3 can wait, and whoever brings them could take job 4 at hand; the queue has less room than `capacity`, or the workers never end",
    }

    fn the_queue_has_a_limit() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            let (done, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let jobs = (1..=4).inspect(|taken| {
                most.fetch_max(taken - done.load(SeqCst), SeqCst);
            });
            run_all(jobs, 1, 1, |_| {
                done.fetch_add(1, SeqCst);
            });
            most.load(SeqCst).to_string()
        },
        // One in the worker's hands, one in the queue, one in the sender's hands.
        wrong: |most| match most.parse() {
            Ok(0..=3) => None,
            _ => Some(format!("the queue has no limit: with one worker and room for one, {most} jobs were taken and not done (3 are right: one in work, one waiting, one at the door)")),
        },
        stuck: "nobody gets on: the workers wait for a job, or the queue for a worker, and nobody will come",
    }
}
