//! A buffer for one, with a Condvar for each side.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let buffer = Mutex::new(VecDeque::new());
    let (not_full, not_empty) = (Condvar::new(), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            for n in 1..=2 {
                let mut full = not_full.wait_while(buffer.lock().unwrap(), |b| b.len() == 1).unwrap();
                full.push_back(n);
                not_empty.notify_one();
            }
        });
        for _ in 0..2 {
            let mut some = not_empty.wait_while(buffer.lock().unwrap(), |b| b.is_empty()).unwrap();
            println!("{}", some.pop_front().unwrap());
            not_full.notify_one();
        }
    });
}
