use std::rc::Rc;
use std::thread;

struct Item {
    name: Rc<str>,
    cents: u32,
}

struct Order {
    id: u32,
    item: Item,
}

fn print_receipt(order: &Order) {
    let Item { name, cents } = &order.item;
    println!("{}: {name} {cents}", order.id);
}

fn main() {
    let item = Item {
        name: "tea".into(),
        cents: 250,
    };
    let order = Order { id: 7, item };

    let worker = thread::spawn(move || print_receipt(&order));
    worker.join().unwrap();
}
