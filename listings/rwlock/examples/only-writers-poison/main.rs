use std::sync::RwLock;
use std::thread;

fn main() {
    let prices = RwLock::new(vec![350, 420, 1200]);

    thread::scope(|s| {
        let reader = s.spawn(|| {
            let prices = prices.read().unwrap();
            panic!("no price for item {}", prices.len());
        });
        let failed = reader.join().is_err();
        println!("reader panicked: {failed}");
        println!("poisoned: {}", prices.is_poisoned());

        let writer = s.spawn(|| {
            let mut prices = prices.write().unwrap();
            prices.clear();
            panic!("price feed broke off");
        });
        let failed = writer.join().is_err();
        println!("writer panicked: {failed}");
        println!("poisoned: {}", prices.is_poisoned());
    });
}
