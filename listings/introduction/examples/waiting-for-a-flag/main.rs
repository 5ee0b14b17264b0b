use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

static PAID: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| {
        PAID.store(true, Ordering::Release); // a thread of its own
    });

    println!("waiting for the payment");
    while !PAID.load(Ordering::Acquire) {
        std::hint::spin_loop();
    }
    println!("paid");
}
