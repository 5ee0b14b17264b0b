//! `try_read` may fail behind a writer that waits.
use std::sync::RwLock;
use std::thread;
use std::time::Duration;
fn main() {
    let l = RwLock::new(0);
    thread::scope(|s| {
        let r = l.read().unwrap();
        s.spawn(|| *l.write().unwrap() += 1);
        thread::sleep(Duration::from_millis(10));
        println!("{}", if l.try_read().is_ok() { "ok" } else { "busy" });
        drop(r);
    });
}
