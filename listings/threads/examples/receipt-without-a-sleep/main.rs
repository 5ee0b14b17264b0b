use std::thread;

fn main() {
    thread::spawn(|| {
        println!("worker: the receipt is sent");
    });

    println!("main: the order is placed");
}
