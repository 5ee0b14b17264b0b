//! A panic before any step.
fn main() {
    let v: Vec<i32> = Vec::new();
    let i = v.len();
    println_nothing(v[i]);
}
fn println_nothing(_: i32) {}
