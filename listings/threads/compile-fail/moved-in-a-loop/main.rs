use std::thread;

fn main() {
    let prices = vec![1250, 399, 870];
    let mut totals = Vec::new();

    for discount in [0, 10] {
        totals.push(thread::spawn(move || {
            prices.iter().sum::<u32>() * (100 - discount) / 100
        }));
    }

    for total in totals {
        println!("{} cents", total.join().unwrap());
    }
}
