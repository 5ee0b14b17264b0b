//! A thread panics with the lock in hand.
use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let total = Arc::new(Mutex::new(1));
    let other = Arc::clone(&total);
    let thread = thread::Builder::new()
        .name("clerk".into())
        .spawn(move || {
            let mut total = other.lock().unwrap();
            *total = 2;
            panic!("no more ink");
        })
        .unwrap();
    match total.lock() {
        Ok(total) => println!("in time: {total}"),
        Err(poisoned) => println!("poisoned: {}", poisoned.into_inner()),
    }
    println!("{}", thread.join().is_err());
}
