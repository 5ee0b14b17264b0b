//! Each reader prints what it sees, before or after the writer: 4! orders.
use std::sync::{Arc, RwLock};
use std::thread;

fn main() {
    let page = Arc::new(RwLock::new("old"));
    let mut all = Vec::new();
    for id in 0..3 {
        let page = Arc::clone(&page);
        all.push(thread::spawn(move || {
            let text = page.read().unwrap();
            println!("{id}: {text}");
        }));
    }
    let writer = thread::spawn(move || {
        let mut text = page.write().unwrap();
        *text = "new";
        println!("written");
    });
    for reader in all {
        reader.join().unwrap();
    }
    writer.join().unwrap();
}
