//! A weak exchange may fail for no reason.
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
fn main() {
    let a = AtomicU32::new(0);
    match a.compare_exchange_weak(0, 1, SeqCst, SeqCst) {
        Ok(_) => println!("ok"),
        Err(_) => println!("spurious"),
    }
}
