use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    for sale in [20, 20] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(sale).unwrap());
    }
    // The first tx is still in scope, and could still send

    let mut total = 0;
    for amount in rx {
        total += amount;
        println!("total so far: {total}");
    }
    println!("day closed at {total}"); // never reached
}
