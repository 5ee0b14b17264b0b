//! Under sequential consistency at least one thread sees the other's store.
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

static X: AtomicU32 = AtomicU32::new(0);
static Y: AtomicU32 = AtomicU32::new(0);

fn main() {
    let other = thread::spawn(|| {
        X.store(1, Ordering::Relaxed);
        Y.load(Ordering::Relaxed)
    });
    Y.store(1, Ordering::Relaxed);
    let x = X.load(Ordering::Relaxed);
    println!("{x} {}", other.join().unwrap());
}
