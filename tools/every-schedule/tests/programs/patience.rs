//! The message may come in time or not.
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (tx, rx) = mpsc::channel();
    let other = thread::spawn(move || {
        let _ = tx.send(3);
    });
    match rx.recv_timeout(Duration::from_millis(10)) {
        Ok(n) => println!("got {n}"),
        Err(e) => println!("{e}"),
    }
    other.join().unwrap();
}
