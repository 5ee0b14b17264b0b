use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::sync_channel(1);

    let customer = thread::spawn(move || {
        println!("customer: at the door");
        rx.recv().unwrap()
    });

    tx.send("parcel 2").unwrap();
    println!("parcel 2: sent");
    println!("customer took {}", customer.join().unwrap());
}
