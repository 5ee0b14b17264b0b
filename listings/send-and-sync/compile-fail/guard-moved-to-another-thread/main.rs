use std::sync::Mutex;
use std::thread;

fn main() {
    let seats = Mutex::new(vec!["1A", "1B"]);
    let mut guard = seats.lock().unwrap();
    guard.pop();

    thread::scope(|scope| {
        scope.spawn(move || drop(guard)); // unlock over there
    });
}
