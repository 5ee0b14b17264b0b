//! Either of the two that wait may be the one that is woken.
use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let (tickets, more) = (Mutex::new(0), Condvar::new());
    thread::scope(|s| {
        for name in ["a", "b"] {
            let (tickets, more) = (&tickets, &more);
            s.spawn(move || {
                let mut left = more.wait_while(tickets.lock().unwrap(), |t| *t == 0).unwrap();
                *left -= 1;
                println!("{name}");
            });
        }
        for _ in 0..2 {
            *tickets.lock().unwrap() += 1;
            more.notify_one();
        }
    });
}
