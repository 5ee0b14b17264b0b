use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

static PAID: AtomicBool = AtomicBool::new(false);

fn main() {
    thread::spawn(|| {
        // A thread of its own needs nobody to return first.
        PAID.store(true, Ordering::SeqCst);
    });

    println!("waiting for the payment");
    while !PAID.load(Ordering::SeqCst) {
        std::hint::spin_loop();
    }
    println!("paid");
}
