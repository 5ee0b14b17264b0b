//! main keeps a sender, so that the loop never ends.
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    let clone = tx.clone();
    thread::spawn(move || clone.send(1).unwrap());
    for n in rx {
        println!("got {n}");
    }
    drop(tx);
}
