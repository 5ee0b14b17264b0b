//! The flag is set and announced before anybody waits; nobody looks at it.
use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let door = (Mutex::new(false), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            *door.0.lock().unwrap() = true;
            door.1.notify_one();
        });
        let open = door.0.lock().unwrap();
        let open = door.1.wait(open).unwrap();
        println!("open: {open}");
    });
}
