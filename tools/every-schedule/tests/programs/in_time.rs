//! `try_send` hands over to a receiver that waits in `recv_timeout`.
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
fn main() {
    let (tx, rx) = mpsc::sync_channel(0);
    thread::scope(|s| {
        s.spawn(move || {
            thread::sleep(Duration::from_millis(5));
            match tx.try_send(1) {
                Ok(()) => println!("sent"),
                Err(mpsc::TrySendError::Full(_)) => {
                    drop(tx);
                    println!("full")
                }
                Err(_) => println!("gone"),
            }
        });
        println!("{:?}", rx.recv_timeout(Duration::from_millis(20)));
        thread::sleep(Duration::from_millis(20));
        std::mem::forget(rx);
    });
}
