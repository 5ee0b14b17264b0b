use std::thread;

fn main() {
    let grams = [1200, 0];

    thread::scope(|s| {
        for each in grams {
            s.spawn(move || {
                println!("{} to a van", 600_000 / each)
            });
        }
    });
    println!("all parcels are planned");
}
