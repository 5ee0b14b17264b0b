//! Nobody waits for the thread: main may end before it.
use std::thread;

fn main() {
    thread::Builder::new().name("late".into()).spawn(|| println!("here")).unwrap();
    println!("bye");
}
