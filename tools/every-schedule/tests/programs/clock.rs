//! Time passes in sleeping.
use std::thread;
use std::time::{Duration, Instant};

fn main() {
    let start = Instant::now();
    let other = thread::spawn(|| thread::sleep(Duration::from_millis(300)));
    thread::sleep(Duration::from_millis(100));
    other.join().unwrap();
    println!("{:?}", start.elapsed());
}
