//! The loop ends when the last sender is gone, however they go.
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    let second = tx.clone();
    thread::spawn(move || drop(tx));
    thread::spawn(move || second.send(7).unwrap());
    for n in rx {
        println!("got {n}");
    }
    println!("no more");
}
