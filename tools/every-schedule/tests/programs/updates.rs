//! `update` of an atomic.
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
static A: AtomicU32 = AtomicU32::new(0);
fn main() {
    std::thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| A.update(SeqCst, SeqCst, |n| n + 1));
        }
    });
    println!("{}", A.load(SeqCst));
}
