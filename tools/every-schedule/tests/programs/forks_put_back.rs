//! Three philosophers who put the first fork back when they do not get the
//! second: no deadlock, but perhaps no meal either.
use std::sync::Mutex;
use std::thread;

fn main() {
    let forks: Vec<_> = (0..3).map(|_| Mutex::new(())).collect();
    thread::scope(|s| {
        for n in 0..3 {
            let (left, right) = (&forks[n], &forks[(n + 1) % 3]);
            s.spawn(move || {
                loop {
                    let _first = left.lock().unwrap();
                    if right.try_lock().is_ok() {
                        break;
                    }
                }
            });
        }
    });
    println!("all have eaten");
}
