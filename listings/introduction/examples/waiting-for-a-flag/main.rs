use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

static PAID: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| {
        // A thread of its own needs nobody to return first.
        PAID.store(true, Ordering::Release);
    });

    println!("waiting for the payment");
    while !PAID.load(Ordering::Acquire) {
        std::hint::spin_loop();
    }
    println!("paid");
}
