//! Time passes for who looks at the clock again and again.
use std::thread;
use std::time::{Duration, Instant};
fn main() {
    thread::spawn(|| {
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(5) {}
        println!("done");
    })
    .join()
    .unwrap();
}
