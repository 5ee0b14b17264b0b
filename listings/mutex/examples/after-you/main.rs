use std::sync::Mutex;
use std::thread;

fn move_one(from: &Mutex<i32>, to: &Mutex<i32>) {
    loop {
        let mut from = from.lock().unwrap();
        if let Ok(mut to) = to.try_lock() {
            *from -= 1;
            *to += 1;
            break;
        }
        // the guard of `from` is dropped: put back, try again
    }
}

fn main() {
    let stock = Mutex::new(10);
    let orders = Mutex::new(5);

    thread::scope(|s| {
        s.spawn(|| move_one(&stock, &orders));
        s.spawn(|| move_one(&orders, &stock));
    });

    let (stock, orders) = (stock.lock(), orders.lock());
    println!("{} and {}", stock.unwrap(), orders.unwrap());
}
