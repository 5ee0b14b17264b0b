//! Each raises its flag, and lowers it when the other's is up: for ever, if
//! they keep step.
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static FLAGS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];

fn pass(me: usize) {
    loop {
        FLAGS[me].store(true, SeqCst);
        if !FLAGS[1 - me].load(SeqCst) {
            break;
        }
        FLAGS[me].store(false, SeqCst);
    }
    println!("{me}");
    FLAGS[me].store(false, SeqCst);
}

fn main() {
    let other = thread::spawn(|| pass(1));
    pass(0);
    other.join().unwrap();
}
