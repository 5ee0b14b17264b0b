//! No room at all: the sender goes on when the message has been taken.
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::sync_channel(0);
    let sender = thread::spawn(move || {
        tx.send(1).unwrap();
        println!("sent");
    });
    println!("got {}", rx.recv().unwrap());
    sender.join().unwrap();
}
