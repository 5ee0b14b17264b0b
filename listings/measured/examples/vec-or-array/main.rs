use std::sync::mpsc;

fn main() {
    let list = vec![250_u32; 1_000];
    let table = [250_u32; 1_000];

    let (tx, rx) = mpsc::channel();
    tx.send((list, table)).unwrap(); // moves both
    let (list, table) = rx.recv().unwrap();

    // A move copies the value itself, which is this long:
    println!("Vec: {} bytes", size_of_val(&list));
    println!("array: {} bytes", size_of_val(&table));
}
