use std::sync::Mutex;
use std::thread;

fn main() {
    let stock = Mutex::new(10);
    let orders = Mutex::new(0);

    thread::scope(|s| {
        s.spawn(|| {
            let mut stock = stock.lock().unwrap();
            *orders.lock().unwrap() += 1;
            *stock -= 1;
        });
        s.spawn(|| {
            let mut orders = orders.lock().unwrap();
            *stock.lock().unwrap() += 1;
            *orders -= 1;
        });
    });
    println!("both done");
}
