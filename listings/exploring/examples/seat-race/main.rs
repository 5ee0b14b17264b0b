use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let free = Arc::new(Mutex::new(1));

    let buyers = ["Ada", "Bob"].map(|who| {
        let free = Arc::clone(&free);
        thread::spawn(move || {
            if *free.lock().unwrap() > 0 {
                *free.lock().unwrap() -= 1;
                println!("{who} has the seat");
            }
        })
    });
    for buyer in buyers {
        buyer.join().unwrap();
    }

    println!("free: {}", free.lock().unwrap());
}
