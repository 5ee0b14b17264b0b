//! What a `Display` prints comes before the rest of the line.
use std::fmt;
struct Loud;
impl fmt::Display for Loud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        println!("inner");
        write!(f, "1")
    }
}
fn main() {
    println!("x {}", Loud);
}
