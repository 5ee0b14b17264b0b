use std::sync::Arc;
use std::thread;

fn main() {
    let prices = Arc::new(vec![250, 400]);

    let workers: Vec<_> = (0..2)
        .map(|item| {
            let mine = Arc::clone(&prices); // no copy
            thread::spawn(move || (mine[item], mine))
        })
        .collect();

    for worker in workers {
        let (price, theirs) = worker.join().unwrap();
        let same = Arc::ptr_eq(&prices, &theirs);
        println!("price {price}, same list: {same}");
    }
    println!("owners left: {}", Arc::strong_count(&prices));
}
