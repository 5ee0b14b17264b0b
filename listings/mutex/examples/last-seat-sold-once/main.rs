use std::sync::Mutex;
use std::thread;

fn main() {
    let seats_left = Mutex::new(1);

    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                // one guard from the check to the act
                let mut left = seats_left.lock().unwrap();
                if *left > 0 {
                    *left -= 1;
                }
            });
        }
    });
    println!("left: {}", seats_left.into_inner().unwrap());
}
