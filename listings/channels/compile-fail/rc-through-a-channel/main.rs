use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();

    tx.send(Rc::new(250)).unwrap();

    let till = thread::spawn(move || {
        let price: Rc<u32> = rx.recv().unwrap();
        println!("received {price}");
    });
    till.join().unwrap();
}
