use std::sync::RwLock;
use std::thread;

fn main() {
    let prices = RwLock::new(vec![350, 420, 1200]);

    thread::scope(|scope| {
        let mut readers = Vec::new();
        for _quote in 0..3 {
            readers.push(
                scope.spawn(|| prices.read().unwrap().len()),
            );
        }
        let writer =
            scope.spawn(|| prices.write().unwrap().push(980));

        for reader in readers {
            println!("a reader saw {}", reader.join().unwrap());
        }
        writer.join().unwrap();
    });
    println!("in the end {}", prices.read().unwrap().len());
}
