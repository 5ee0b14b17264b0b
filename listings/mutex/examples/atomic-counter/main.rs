use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn main() {
    let sold = AtomicU32::new(0);

    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                for _ in 0..1_000_000 {
                    // one step: read, add, write
                    sold.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });

    println!("counted {}", sold.into_inner());
}
