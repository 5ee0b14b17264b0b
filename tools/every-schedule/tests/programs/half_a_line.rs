//! What was formatted before a panic is printed.
use std::fmt;
struct Bad;
impl fmt::Display for Bad {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("no")
    }
}
fn main() {
    println!("x is {}", Bad);
}
