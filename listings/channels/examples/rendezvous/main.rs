use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

static AT_THE_DOOR: AtomicBool = AtomicBool::new(false);

fn main() {
    let (tx, rx) = mpsc::sync_channel(0);

    // Nobody is waiting, and there is nowhere to leave it
    if let Err(error) = tx.try_send("parcel 1") {
        println!("parcel 1: {error}");
    }

    let customer = thread::spawn(move || {
        AT_THE_DOOR.store(true, Ordering::Relaxed);
        rx.recv().unwrap()
    });

    tx.send("parcel 2").unwrap(); // waits for the customer
    let met = AT_THE_DOOR.load(Ordering::Relaxed);
    println!("customer at the door: {met}");
    println!("customer took {}", customer.join().unwrap());
}
