use std::thread;

fn main() {
    let prices = vec![1250, 399, 870];

    let pricing =
        thread::spawn(move || prices.iter().sum::<u32>());

    println!("{} items", prices.len());
    println!("{} cents", pricing.join().unwrap());
}
