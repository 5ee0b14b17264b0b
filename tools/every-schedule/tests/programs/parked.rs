//! `unpark` before `park` is not lost.
use std::thread;

fn main() {
    let sleeper = thread::spawn(|| {
        thread::park();
        println!("woken");
    });
    sleeper.thread().unpark();
    sleeper.join().unwrap();
}
