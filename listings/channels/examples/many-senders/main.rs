use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    for till in ["north", "south"] {
        let tx = tx.clone(); // one sender for each till
        thread::spawn(move || {
            for sale in 1..=2 {
                tx.send(format!("{till}: sale {sale}"))
                    .unwrap();
            }
        });
    }
    drop(tx); // main keeps no sender

    for line in rx {
        println!("{line}");
    }
}
