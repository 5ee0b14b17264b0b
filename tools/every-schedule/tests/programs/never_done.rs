//! A lock around a structure of one's own, looked into for ever.
use std::sync::Mutex;

struct Job {
    done: bool,
}

fn main() {
    let job = Mutex::new(Job { done: false });
    println!("waiting");
    while !job.lock().unwrap().done {}
}
