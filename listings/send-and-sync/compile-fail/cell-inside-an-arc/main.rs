use std::cell::Cell;
use std::sync::Arc;
use std::thread;

fn main() {
    let sold = Arc::new(Cell::new(0));
    let mine = Arc::clone(&sold);

    let till = thread::spawn(move || {
        mine.set(mine.get() + 1);
    });
    till.join().unwrap();

    println!("sold: {}", sold.get());
}
