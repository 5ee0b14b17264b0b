use std::thread;

fn main() {
    let prices: Vec<u32> = Vec::new();

    let pricing = thread::spawn(move || prices[0]);

    let first = pricing.join().unwrap();
    println!("the first price is {first}");
}
