use std::sync::{Barrier, RwLock};
use std::thread;

fn main() {
    let prices = RwLock::new(vec![350, 420, 1200]);
    let all_inside = Barrier::new(3);

    let quote = || {
        let prices = prices.read().unwrap();
        // No one passes until three hold a guard
        all_inside.wait();
        prices.iter().sum::<u32>()
    };

    thread::scope(|s| {
        let quotes: Vec<_> =
            (0..3).map(|_| s.spawn(quote)).collect();
        for total in quotes {
            println!("quote: {}", total.join().unwrap());
        }
    });
}
