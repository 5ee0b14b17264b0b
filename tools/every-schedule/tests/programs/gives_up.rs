//! A retry that gives up after a while is no endless loop.
use std::sync::Mutex;
use std::thread;

static LOCK: Mutex<i32> = Mutex::new(0);

fn main() {
    let worker = thread::spawn(|| {
        let _guard = LOCK.lock().unwrap();
        println!("works");
    });
    let mut tries = Box::new(0);
    let open = loop {
        if LOCK.try_lock().is_ok() {
            break true;
        }
        *tries += 1;
        if *tries == 12 {
            break false;
        }
        thread::yield_now();
    };
    println!("{open}");
    worker.join().unwrap();
}
