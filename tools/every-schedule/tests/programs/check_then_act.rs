//! Both look before either takes: two guests, one room.
use std::sync::Mutex;
use std::thread;

fn main() {
    let free = Mutex::new(1);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let some = *free.lock().unwrap() > 0;
                if some {
                    *free.lock().unwrap() -= 1;
                }
            });
        }
    });
    println!("{}", free.lock().unwrap());
}
