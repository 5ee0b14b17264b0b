use std::sync::{Arc, RwLock};
use std::thread;

fn main() {
    let prices = Arc::new(RwLock::new(vec![350, 420, 1200]));

    let mut readers = Vec::new();
    for _quote in 0..3 {
        let prices = Arc::clone(&prices);
        readers.push(thread::spawn(move || {
            prices.read().unwrap().len()
        }));
    }
    let writer = {
        let prices = Arc::clone(&prices);
        thread::spawn(move || prices.write().unwrap().push(980))
    };

    for reader in readers {
        println!("a reader saw {}", reader.join().unwrap());
    }
    writer.join().unwrap();
    println!("in the end {}", prices.read().unwrap().len());
}
