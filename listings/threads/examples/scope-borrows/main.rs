use std::thread;

fn main() {
    let mut prices = vec![1250, 399, 870, 2400];
    let (left, right) = prices.split_at_mut(2);

    let totals = thread::scope(|scope| {
        let mut halves = Vec::new();
        for half in [left, right] {
            halves.push(scope.spawn(move || {
                for price in half.iter_mut() {
                    *price -= *price / 10; // 10 % off, in place
                }
                half.iter().sum::<u32>()
            }));
        }
        halves
            .into_iter()
            .map(|it| it.join().unwrap())
            .collect()
    }); // every thread of the scope has ended here
    let totals: Vec<u32> = totals;

    println!("halves: {totals:?}");
    println!("prices: {prices:?}"); // still ours
}
