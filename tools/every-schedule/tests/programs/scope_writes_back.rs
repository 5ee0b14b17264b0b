//! What a scoped thread saw lives on in what it borrowed.
use std::sync::Mutex;
use std::thread;
static M: Mutex<i32> = Mutex::new(0);
fn main() {
    thread::scope(|outer| {
        outer.spawn(|| {
            *M.lock().unwrap() = 1;
            println!("a");
        });
        let mut x = 0;
        thread::scope(|inner| {
            inner.spawn(|| {
                x = *M.lock().unwrap();
            });
        });
        println!("{x}");
    });
}
