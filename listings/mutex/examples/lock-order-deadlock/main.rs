use std::sync::{Barrier, Mutex};
use std::thread;

fn main() {
    let stock = Mutex::new(10);
    let orders = Mutex::new(0);
    let both_hold_one = Barrier::new(2);

    thread::scope(|s| {
        s.spawn(|| {
            let mut stock = stock.lock().unwrap();
            both_hold_one.wait();
            *orders.lock().unwrap() += 1; // waits forever
            *stock -= 1;
        });
        s.spawn(|| {
            let mut orders = orders.lock().unwrap();
            both_hold_one.wait();
            *stock.lock().unwrap() += 1; // waits forever
            *orders -= 1;
        });
        println!("selling one, taking one back");
    });
    println!("both done"); // never reached
}
