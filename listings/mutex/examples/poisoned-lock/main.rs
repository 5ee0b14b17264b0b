use std::sync::{Arc, Mutex};
use std::thread;

fn main() {
    let cents = Arc::new(Mutex::new(vec![350]));

    for till in ["north", "south"] {
        let cents = Arc::clone(&cents);
        let outcome = thread::spawn(move || {
            let mut cents = cents.lock().unwrap();
            cents.push(420);
            panic!("{till}: printer out of paper");
        })
        .join();
        println!("{till} panicked: {}", outcome.is_err());
    }

    let cents = cents.lock().unwrap_or_else(|poisoned| {
        println!("lock() says: {poisoned}");
        poisoned.into_inner()
    });
    println!("the data is there: {cents:?}");
}
