use std::sync::{Barrier, Mutex};
use std::thread;

fn main() {
    let prices = Mutex::new(vec![350, 420, 1200]);
    let all_inside = Barrier::new(3);

    let quote = || {
        let prices = prices.lock().unwrap();
        // The first one in waits here, and keeps the lock
        all_inside.wait();
        prices.iter().sum::<u32>()
    };

    thread::scope(|s| {
        println!("three quotes, one lock");
        let quotes: Vec<_> =
            (0..3).map(|_| s.spawn(quote)).collect();
        for total in quotes {
            println!("quote: {}", total.join().unwrap());
        }
    });
}
