use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn main() {
    let visits = AtomicU32::new(0);
    let both_have_looked = Barrier::new(2);

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let seen = visits.load(Ordering::SeqCst);
                both_have_looked.wait(); // the other looks, too
                visits.store(seen + 1, Ordering::SeqCst);
            });
        }
    });

    println!("{} visits", visits.into_inner());
}
