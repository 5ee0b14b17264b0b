use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Debug, Default)]
struct Takings {
    orders: u32,
    cents: u32,
}

fn main() {
    let takings = Arc::new(Mutex::new(Takings::default()));
    let mut tills = Vec::new();

    for price in [350, 420, 1200] {
        let takings = Arc::clone(&takings);
        tills.push(thread::spawn(move || {
            let mut takings = takings.lock().unwrap();
            takings.orders += 1;
            takings.cents += price;
        })); // the guard dropped with the closure's locals
    }
    for till in tills {
        till.join().unwrap();
    }
    println!("{:?}", takings.lock().unwrap());
}
