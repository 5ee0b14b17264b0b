use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    for sale in [20, 20] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(sale).unwrap());
    }

    let mut total = 0;
    for amount in rx.iter().take(2) {
        total += amount;
    }
    println!("day closed at {total}");
}
