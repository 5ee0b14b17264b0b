//! main panics while another thread may still be working.
use std::thread;

fn main() {
    thread::spawn(|| println!("working"));
    panic!("enough");
}
