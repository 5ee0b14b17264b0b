//! `println!` formats while it has the lock of the stream: it may wait there.
use std::fmt;
use std::sync::Mutex;
use std::thread;
struct Counter(Mutex<i32>);
impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.lock().unwrap())
    }
}
static C: Counter = Counter(Mutex::new(0));
fn main() {
    let t = thread::spawn(|| {
        let mut g = C.0.lock().unwrap();
        *g += 1;
        println!("worker");
    });
    println!("value {C}");
    t.join().unwrap();
}
