//! Nobody sets the flag.
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static STOP: AtomicBool = AtomicBool::new(false);

fn main() {
    let other = thread::spawn(|| {
        while !STOP.load(SeqCst) {
            thread::yield_now();
        }
    });
    println!("waiting");
    other.join().unwrap();
}
