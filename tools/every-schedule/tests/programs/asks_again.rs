//! A lock around a structure of one's own, looked into until it is ready; the
//! turns are counted in what main lends.
use std::sync::{Arc, Mutex};
use std::thread;

struct Job {
    done: bool,
    answer: Vec<u32>,
}

fn main() {
    let job = Arc::new(Mutex::new(Job {
        done: false,
        answer: Vec::new(),
    }));
    let mut turns = 0;
    thread::scope(|s| {
        s.spawn(|| {
            let mut job = job.lock().unwrap();
            job.answer.push(42);
            job.done = true;
        });
        s.spawn(|| {
            while turns < 2 && !job.lock().unwrap().done {
                turns += 1;
            }
        });
    });
    loop {
        let job = job.lock().unwrap();
        if job.done {
            println!("{:?} {turns}", job.answer);
            break;
        }
    }
}
