//! How cells show themselves.
use std::sync::*;
fn main() {
    let l = LazyLock::new(|| 5);
    println!("{l:?}");
    let _ = *l;
    println!("{l:?}");
    let o = OnceLock::new();
    println!("{o:?}");
    o.set(1).unwrap();
    println!("{o:?}");
    println!("{}", o.clone() == OnceLock::from(1));
    println!(
        "{:?} {:?} {:?}",
        Once::new(),
        Condvar::new(),
        Barrier::new(1)
    );
}
