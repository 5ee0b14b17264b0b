//! Each thread has its own.
use std::cell::Cell;
use std::thread;

thread_local! { static COUNT: Cell<u32> = const { Cell::new(0) }; }

fn add() -> u32 {
    COUNT.set(COUNT.get() + 1);
    COUNT.get()
}

fn main() {
    add();
    let other = thread::spawn(|| add() + add());
    println!("{} {}", other.join().unwrap(), add());
}
