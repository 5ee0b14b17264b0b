use std::sync::{Mutex, TryLockError};
use std::thread;

fn move_one(from: &Mutex<i32>, to: &Mutex<i32>) {
    loop {
        let mut from = from.lock().unwrap();
        match to.try_lock() {
            Ok(mut to) => {
                *from -= 1;
                *to += 1;
                return;
            }
            Err(TryLockError::WouldBlock) => {} // taken
            Err(TryLockError::Poisoned(e)) => panic!("{e}"),
        }
        // the guard of `from` drops: put back, try again
    }
}

fn main() {
    let stock = Mutex::new(10);
    let orders = Mutex::new(5);

    thread::scope(|s| {
        s.spawn(|| move_one(&stock, &orders));
        s.spawn(|| move_one(&orders, &stock));
    });

    let stock = stock.into_inner().unwrap();
    let orders = orders.into_inner().unwrap();
    println!("{stock} and {orders}");
}
