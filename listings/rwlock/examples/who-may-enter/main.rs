use std::sync::RwLock;

fn report(held: &str, prices: &RwLock<Vec<u32>>) {
    let reader = prices.try_read().is_ok();
    let writer = prices.try_write().is_ok();
    println!("{held}: reader {reader}, writer {writer}");
}

fn main() {
    let prices = RwLock::new(vec![350, 420, 1200]);
    report("nobody inside", &prices);

    let reading = prices.read().unwrap();
    report("a reader inside", &prices);
    drop(reading);

    let writing = prices.write().unwrap();
    report("a writer inside", &prices);
    drop(writing);
}
