use std::sync::mpsc;
use std::thread;

struct Order {
    prices: Vec<u32>,
}

impl Order {
    fn total(&self) -> u32 {
        self.prices.iter().sum()
    }
}

fn main() {
    let (tx, rx) = mpsc::channel();
    let order = Order {
        prices: vec![20, 15],
    };
    let before = order.prices.as_ptr().addr();

    let till = thread::spawn(move || {
        let received: Order = rx.recv().unwrap();
        println!("total: {}", received.total());
        received.prices.as_ptr().addr()
    });
    tx.send(order).unwrap();

    let after = till.join().unwrap();
    println!("same prices in memory: {}", before == after);
}
