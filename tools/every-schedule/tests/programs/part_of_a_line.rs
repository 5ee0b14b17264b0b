//! The end of a line that another has locked is lost at exit.
use std::io::Write;
use std::thread;
use std::time::Duration;
fn main() {
    thread::spawn(|| {
        let mut out = std::io::stdout().lock();
        write!(out, "part ").unwrap();
        thread::sleep(Duration::from_millis(30));
        writeln!(out, "line").unwrap();
    });
    thread::sleep(Duration::from_millis(10));
}
