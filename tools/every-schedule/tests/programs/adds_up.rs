//! What is read again and again counts, even when it is the same.
use std::sync::Mutex;
use std::thread;

static ONE: Mutex<i32> = Mutex::new(1);

fn main() {
    let other = thread::spawn(|| *ONE.lock().unwrap() = 2);
    let mut sum = 0;
    for _ in 0..30 {
        sum += *ONE.lock().unwrap();
    }
    println!("{sum}");
    other.join().unwrap();
}
