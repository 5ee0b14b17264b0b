use std::sync::RwLock;
use std::thread;

fn main() {
    let prices = RwLock::new(Vec::new());

    thread::scope(|s| {
        for _request in 0..2 {
            s.spawn(|| {
                let seen = prices.read().unwrap();
                let missing = seen.is_empty();
                drop(seen);

                if missing {
                    prices.write().unwrap().push(350);
                }
            });
        }
    });
    println!("prices: {:?}", prices.into_inner().unwrap());
}
