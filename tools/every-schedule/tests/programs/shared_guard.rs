//! A guard may be looked at by several threads.
use std::sync::Mutex;
use std::thread;
fn main() {
    let m = Mutex::new(5);
    let g = m.lock().unwrap();
    thread::scope(|s| {
        s.spawn(|| println!("{}", *g));
        s.spawn(|| println!("{}", *g));
    });
}
