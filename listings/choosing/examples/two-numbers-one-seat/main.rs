use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn main() {
    let free = AtomicU32::new(1);
    let sold = AtomicU32::new(0);

    thread::scope(|s| {
        s.spawn(|| {
            free.fetch_sub(1, SeqCst);
            sold.fetch_add(1, SeqCst);
        });

        let sold = sold.load(SeqCst);
        let free = free.load(SeqCst);
        println!("{sold} sold, {free} free");
    });
}
