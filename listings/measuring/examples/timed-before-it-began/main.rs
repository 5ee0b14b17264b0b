use std::cell::Cell;
use std::time::{Duration, Instant};

fn main() {
    let orders = [1250, 980, 2100];
    let made = Cell::new(0);

    let start = Instant::now();
    let receipts = orders.iter().map(|cents| {
        made.set(made.get() + 1);
        format!("{cents} cents, with thanks")
    });
    assert!(start.elapsed() < Duration::from_secs(1));
    println!("made in time: {}", made.get());

    let sent: Vec<String> = receipts.collect();
    println!("sent: {}", sent.len());
}
