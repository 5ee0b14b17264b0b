use std::sync::Mutex;
use std::thread;

fn main() {
    let prices = Mutex::new(vec![350, 420, 1200]);

    let quote = || {
        let prices = prices.lock().unwrap();
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
