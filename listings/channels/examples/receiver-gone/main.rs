use std::sync::mpsc::{self, SendError};
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    let printer = thread::spawn(move || {
        let label: String = rx.recv().unwrap();
        println!("printed {label}");
        // rx drops here: nobody will receive again
    });

    tx.send(String::from("label 1")).unwrap();
    printer.join().unwrap();

    match tx.send(String::from("label 2")) {
        Ok(()) => println!("sent"),
        Err(SendError(label)) => {
            println!("not sent, still ours: {label}");
        }
    }
}
