use std::thread;
use std::time::Duration;

fn main() {
    thread::spawn(|| {
        // Stands for a slow mail server.
        thread::sleep(Duration::from_secs(3600));
        println!("worker: the receipt is sent");
    });

    println!("main: the order is placed");
} // main returns, and the process ends with its threads
