use std::rc::Rc;
use std::thread;

fn main() {
    let prices = Rc::new(vec![250, 400]);
    let mine = Rc::clone(&prices);

    let worker = thread::spawn(move || mine[0]);

    println!("{:?} {:?}", prices, worker.join());
}
