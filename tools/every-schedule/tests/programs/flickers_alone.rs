//! A thread that goes round for ever with what is its own alone keeps nobody.
use std::sync::Mutex;
use std::thread;

static OWN: Mutex<i32> = Mutex::new(0);

fn main() {
    thread::spawn(|| {
        loop {
            *OWN.lock().unwrap() += 1;
            *OWN.lock().unwrap() -= 1;
        }
    });
    println!("done");
}
