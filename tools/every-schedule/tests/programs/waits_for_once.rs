//! `wait` of `Once` and `OnceLock`.
use std::sync::{Once, OnceLock};
static L: OnceLock<i32> = OnceLock::new();
static O: Once = Once::new();
fn main() {
    std::thread::scope(|s| {
        s.spawn(|| {
            O.wait();
            println!("{}", L.wait());
        });
        s.spawn(|| L.set(7).unwrap());
        s.spawn(|| O.call_once(|| ()));
    });
}
