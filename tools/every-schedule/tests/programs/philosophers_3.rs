//! Everybody takes the fork on the left first.
use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let forks: Vec<_> = (0..3).map(|_| Arc::new(Mutex::new(()))).collect();
    let guests: Vec<_> = (0..3)
        .map(|i| {
            let left = Arc::clone(&forks[i]);
            let right = Arc::clone(&forks[(i + 1) % 3]);
            thread::spawn(move || {
                let _left = left.lock().unwrap();
                let _right = right.lock().unwrap();
            })
        })
        .collect();
    for guest in guests {
        guest.join().unwrap();
    }
    println!("all ate");
}
