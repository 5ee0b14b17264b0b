//! Two locks, taken in two orders.
use std::sync::Mutex;
use std::thread;

static LEFT: Mutex<u32> = Mutex::new(1);
static RIGHT: Mutex<u32> = Mutex::new(10);

fn main() {
    let other = thread::spawn(|| {
        let right = RIGHT.lock().unwrap();
        *LEFT.lock().unwrap() += *right;
    });
    let left = LEFT.lock().unwrap();
    *RIGHT.lock().unwrap() += *left;
    drop(left);
    other.join().unwrap();
    println!("{} {}", LEFT.lock().unwrap(), RIGHT.lock().unwrap());
}
