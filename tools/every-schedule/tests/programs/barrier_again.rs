//! A barrier is used twice: nobody begins the second round early.
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn main() {
    let barrier = Barrier::new(2);
    let arrived = AtomicU32::new(0);
    let led = AtomicU32::new(0);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                for round in 1..=2 {
                    arrived.fetch_add(1, SeqCst);
                    if barrier.wait().is_leader() {
                        led.fetch_add(1, SeqCst);
                    }
                    assert!(arrived.load(SeqCst) >= 2 * round);
                }
            });
        }
    });
    println!("{} {}", arrived.into_inner(), led.into_inner());
}
