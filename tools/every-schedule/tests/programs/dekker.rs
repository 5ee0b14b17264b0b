//! Dekker's lock: who does not have the turn steps back.
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

static WANTS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];
static TURN: AtomicUsize = AtomicUsize::new(0);
static COUNT: AtomicUsize = AtomicUsize::new(0);

fn add(me: usize) {
    let other = 1 - me;
    WANTS[me].store(true, SeqCst);
    while WANTS[other].load(SeqCst) {
        if TURN.load(SeqCst) == other {
            WANTS[me].store(false, SeqCst);
            while TURN.load(SeqCst) == other {}
            WANTS[me].store(true, SeqCst);
        }
    }
    let seen = COUNT.load(SeqCst);
    COUNT.store(seen + 1, SeqCst);
    TURN.store(other, SeqCst);
    WANTS[me].store(false, SeqCst);
}

fn main() {
    let other = thread::spawn(|| add(1));
    add(0);
    other.join().unwrap();
    println!("{}", COUNT.load(SeqCst));
}
