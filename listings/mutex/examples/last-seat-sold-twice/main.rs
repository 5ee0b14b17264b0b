use std::sync::{Barrier, Mutex};
use std::thread;

fn main() {
    let seats_left = Mutex::new(1);
    let both_checked = Barrier::new(2);

    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let free = *seats_left.lock().unwrap() > 0;
                // unlocked again; both buyers meet here
                both_checked.wait();
                if free {
                    *seats_left.lock().unwrap() -= 1;
                }
            });
        }
    });
    println!("left: {}", seats_left.into_inner().unwrap());
}
