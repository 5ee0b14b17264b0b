use std::thread;

fn main() {
    let mut prices = vec![1250, 399, 870, 2400];
    let (left, right) = prices.split_at_mut(2);

    let totals = thread::scope(|scope| {
        // `map` on an array is not lazy: both threads start.
        let threads = [left, right].map(|half| {
            scope.spawn(move || {
                for price in half.iter_mut() {
                    *price -= *price / 10; // 10 % off, in place
                }
                half.iter().sum::<u32>()
            })
        });
        threads.map(|thread| thread.join().unwrap())
    }); // every thread of the scope has ended here

    println!("halves: {totals:?}");
    println!("prices: {prices:?}"); // still ours
}
