//! A loop that counts in what it has locked, in a static, ends.
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

static TURNS: RwLock<u32> = RwLock::new(0);
static FLAG: AtomicBool = AtomicBool::new(false);

fn main() {
    let raiser = thread::spawn(|| FLAG.store(true, SeqCst));
    let mut turns = TURNS.write().unwrap();
    let seen = loop {
        if FLAG.load(SeqCst) {
            break "the flag";
        }
        *turns += 1;
        if *turns == 5 {
            break "none";
        }
    };
    drop(turns);
    raiser.join().unwrap();
    println!("{seen}");
}
