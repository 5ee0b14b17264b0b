use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    for sale in [20, 20] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(sale).unwrap());
    }
    drop(tx); // the clones are now the only senders

    let mut total = 0;
    for amount in rx {
        total += amount;
        println!("total so far: {total}");
    }
    println!("day closed at {total}");
}
