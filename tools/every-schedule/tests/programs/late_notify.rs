//! The time-out may strike while another has the mutex, and sets the flag.
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;
fn main() {
    let p = Arc::new((Mutex::new(false), Condvar::new()));
    let q = p.clone();
    let g = p.0.lock().unwrap();
    let t = thread::spawn(move || {
        let mut g = q.0.lock().unwrap();
        thread::sleep(Duration::from_millis(40));
        *g = true;
        q.1.notify_one();
    });
    let (g, r) = p.1.wait_timeout(g, Duration::from_millis(10)).unwrap();
    println!("{} {}", *g, r.timed_out());
    drop(g);
    t.join().unwrap();
}
