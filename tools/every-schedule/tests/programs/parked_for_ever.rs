//! Two tokens are one: the second `park` may wait for ever.
use std::thread;

fn main() {
    let sleeper = thread::spawn(|| {
        thread::park();
        thread::park();
        println!("woken twice");
    });
    sleeper.thread().unpark();
    sleeper.thread().unpark();
    sleeper.join().unwrap();
}
