//! Load, then store: an increment may be lost.
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static COUNT: AtomicU32 = AtomicU32::new(0);

fn add() {
    let seen = COUNT.load(SeqCst);
    COUNT.store(seen + 1, SeqCst);
}

fn main() {
    let other = thread::spawn(add);
    add();
    other.join().unwrap();
    println!("{}", COUNT.load(SeqCst));
}
