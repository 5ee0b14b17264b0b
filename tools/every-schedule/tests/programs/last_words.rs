//! What a thread-local leaves is printed before `join` returns.
use std::thread;

struct Diary;
impl Drop for Diary {
    fn drop(&mut self) {
        println!("closed");
    }
}
thread_local! { static DIARY: Diary = const { Diary }; }

fn main() {
    let other = thread::spawn(|| DIARY.with(|_| println!("written")));
    other.join().unwrap();
    println!("joined");
}
