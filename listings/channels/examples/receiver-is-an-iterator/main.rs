use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    let worker = thread::spawn(move || {
        for id in [101, 102, 103] {
            tx.send(format!("order {id} packed")).unwrap();
        }
        // tx drops here: no sender is left, the channel closes
    });

    for line in rx {
        println!("{line}");
    }
    println!("channel closed");
    worker.join().unwrap();
}
