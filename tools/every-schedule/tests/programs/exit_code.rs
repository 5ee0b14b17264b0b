//! Any thread may end the process, with a code of its own.
use std::process;
use std::thread;

fn main() {
    thread::spawn(|| process::exit(3));
}
