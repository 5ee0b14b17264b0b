use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::sync_channel(1);

    for order in 1..=2 {
        tx.send(order).unwrap();
    }
    drop(tx);

    let packer = thread::spawn(move || {
        for order in rx {
            println!("order {order} is packed");
        }
    });
    packer.join().unwrap();
}
