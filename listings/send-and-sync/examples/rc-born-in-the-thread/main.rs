use std::rc::Rc;
use std::thread;

fn main() {
    let worker = thread::spawn(|| {
        let prices = Rc::new(vec![250, 400]);
        let again = Rc::clone(&prices);
        prices[0] + again[1]
    });

    println!("total {}", worker.join().unwrap());
}
