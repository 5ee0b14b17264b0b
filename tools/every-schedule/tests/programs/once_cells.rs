//! Whoever comes first initializes; everybody sees the same.
use std::sync::{LazyLock, Once, OnceLock};
use std::thread;

static FIRST: OnceLock<u32> = OnceLock::new();
static LAZY: LazyLock<u32> = LazyLock::new(|| {
    println!("made");
    5
});
static ONCE: Once = Once::new();

fn visit(id: u32) -> u32 {
    ONCE.call_once(|| println!("once"));
    *FIRST.get_or_init(|| id) + *LAZY
}

fn main() {
    let other = thread::spawn(|| visit(1));
    let mine = visit(2);
    println!("{mine} {}", other.join().unwrap());
}
