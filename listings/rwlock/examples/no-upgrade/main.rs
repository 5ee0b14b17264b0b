use std::sync::{RwLock, RwLockWriteGuard};

fn main() {
    let prices: RwLock<Vec<u32>> = RwLock::new(Vec::new());

    let seen = prices.read().unwrap();
    let missing = seen.is_empty();
    // write() here would wait for our own read guard
    let upgrade = prices.try_write().is_ok();
    println!("write while reading: {upgrade}");
    drop(seen);

    if missing {
        let mut list = prices.write().unwrap();
        // Between the two locks another writer may have come
        if list.is_empty() {
            list.push(350);
        }
        // The other direction exists, without a gap
        let list = RwLockWriteGuard::downgrade(list);
        println!("read after writing: {list:?}");
    }
}
