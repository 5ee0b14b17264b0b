use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::sync_channel(0);

    // Nobody is waiting, and there is nowhere to leave it
    if let Err(error) = tx.try_send("parcel 1") {
        println!("parcel 1: {error}");
    }

    let customer = thread::spawn(move || {
        println!("customer: at the door");
        rx.recv().unwrap()
    });

    tx.send("parcel 2").unwrap(); // waits for the customer
    println!("parcel 2: handed over");
    println!("customer took {}", customer.join().unwrap());
}
