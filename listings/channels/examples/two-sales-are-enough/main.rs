use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    for _till in ["north", "south"] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(20).unwrap());
    }

    let mut total = 0;
    for amount in rx.iter().take(2) {
        total += amount;
    }
    println!("day closed at {total}");
}
