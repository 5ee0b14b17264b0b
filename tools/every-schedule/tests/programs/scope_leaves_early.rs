//! A scope does not wait for destructors of thread-locals.
use std::thread;
struct D;
impl Drop for D {
    fn drop(&mut self) {
        println!("tls");
    }
}
thread_local! { static T: D = const { D }; }
fn main() {
    thread::scope(|s| {
        s.spawn(|| T.with(|_| ()));
    });
    println!("after");
}
