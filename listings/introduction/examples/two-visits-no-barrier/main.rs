use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn main() {
    let visits = AtomicU32::new(0);

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let seen = visits.load(SeqCst);
                visits.store(seen + 1, SeqCst);
            });
        }
    });

    println!("{} visits", visits.load(SeqCst));
}
