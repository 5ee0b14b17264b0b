use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::sync_channel(2);

    for frame in 1..=3 {
        match tx.try_send(frame) {
            Ok(()) => println!("frame {frame}: queued"),
            Err(error) => println!("frame {frame}: {error}"),
        }
    }

    let encoder = thread::spawn(move || {
        for frame in rx {
            println!("frame {frame}: encoded");
        }
    });
    tx.send(4).unwrap(); // waits until there is room
    drop(tx);
    encoder.join().unwrap();
}
