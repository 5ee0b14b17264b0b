//! `wait_timeout` may return for no reason before its time.
use std::sync::{Condvar, Mutex};
use std::time::Duration;
fn main() {
    let (m, c) = (Mutex::new(()), Condvar::new());
    let (_g, r) = c
        .wait_timeout(m.lock().unwrap(), Duration::from_millis(5))
        .unwrap();
    println!("{}", r.timed_out());
}
