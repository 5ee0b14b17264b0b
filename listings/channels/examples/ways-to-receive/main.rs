use std::sync::mpsc::{self, RecvError};
use std::time::Duration;

enum Event {
    Sold { cents: u32 },
    PaperLow,
}

fn main() {
    let (tx, rx) = mpsc::channel();

    if let Err(error) = rx.try_recv() {
        println!("try_recv: {error}");
    }
    if let Err(error) =
        rx.recv_timeout(Duration::from_millis(5))
    {
        println!("recv_timeout: {error}");
    }

    tx.send(Event::Sold { cents: 350 }).unwrap();
    tx.send(Event::PaperLow).unwrap();
    drop(tx);
    loop {
        match rx.recv() {
            Ok(Event::Sold { cents }) => {
                println!("sold: {cents}")
            }
            Ok(Event::PaperLow) => println!("paper is low"),
            Err(RecvError) => break, // this ends a `for`, too
        }
    }

    if let Err(error) = rx.try_recv() {
        println!("try_recv: {error}");
    }
}
