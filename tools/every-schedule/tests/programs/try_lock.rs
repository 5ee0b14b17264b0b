//! Somebody may have it, and may be done with it.
use std::sync::Mutex;
use std::thread;

fn main() {
    let lock = Mutex::new(1);
    thread::scope(|s| {
        s.spawn(|| *lock.lock().unwrap() += 1);
        match lock.try_lock() {
            Ok(n) => println!("free: {n}"),
            Err(_) => println!("taken"),
        }
    });
}
