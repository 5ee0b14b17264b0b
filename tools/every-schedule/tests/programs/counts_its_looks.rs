//! A loop that gives up by itself does not wait.
use std::sync::Mutex;
use std::thread;

fn main() {
    let lock = Mutex::new(0);
    let mut looks = 0;
    while looks < 50 {
        looks += 1;
        if *lock.lock().unwrap() == 1 {
            break;
        }
        thread::yield_now();
    }
    println!("{looks}");
}
