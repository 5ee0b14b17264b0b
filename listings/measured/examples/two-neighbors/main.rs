use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn main() {
    // Neighbors in memory, most likely in one cache line.
    let hits = [AtomicU32::new(0), AtomicU32::new(0)];

    thread::scope(|scope| {
        for mine in &hits {
            scope.spawn(move || {
                for _ in 0..2 {
                    mine.fetch_add(1, SeqCst);
                }
            });
        }
    });

    println!("{hits:?}");
}
