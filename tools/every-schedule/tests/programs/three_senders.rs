//! Three messages in any order.
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    for name in ["a", "b", "c"] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(name).unwrap());
    }
    drop(tx);
    println!("{}", rx.iter().collect::<Vec<_>>().join(""));
}
