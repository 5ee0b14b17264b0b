//! The receiver may leave before the message or after.
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    let other = thread::spawn(move || tx.send(1).is_ok());
    drop(rx);
    println!("{}", other.join().unwrap());
}
