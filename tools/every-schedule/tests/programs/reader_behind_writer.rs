//! A thread that reads twice at once may wait for a writer that waits for it.
use std::sync::RwLock;
use std::thread;

fn main() {
    let lock = RwLock::new(1);
    thread::scope(|s| {
        s.spawn(|| *lock.write().unwrap() = 2);
        let first = lock.read().unwrap();
        let second = lock.read().unwrap();
        println!("{first} {second}");
    });
}
