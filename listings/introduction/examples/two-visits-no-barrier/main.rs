use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn main() {
    let visits = AtomicU32::new(0);

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let seen = visits.load(Ordering::SeqCst);
                visits.store(seen + 1, Ordering::SeqCst);
            });
        }
    });

    println!("{} visits", visits.into_inner());
}
