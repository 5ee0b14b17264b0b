//! All the ways to print.
use std::io::{self, Write};
use std::thread;

fn main() {
    let other = thread::spawn(|| {
        let mut out = io::stdout().lock();
        write!(out, "a").unwrap();
        writeln!(out, "b").unwrap();
    });
    writeln!(io::stdout(), "c").unwrap();
    other.join().unwrap();
    eprint!("d");
    writeln!(io::stderr(), "e").unwrap();
    assert_eq!(dbg!(1 + 1), 2);
    print!("f");
}
