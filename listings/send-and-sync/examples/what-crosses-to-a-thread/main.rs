use std::thread;

struct Price {
    cents: u32,
}

impl Price {
    fn label(&self) -> String {
        let (dollars, cents) =
            (self.cents / 100, self.cents % 100);
        format!("${dollars}.{cents:02}")
    }
}

fn main() {
    let off = 2;
    let discount = move |price: Price| Price {
        cents: price.cents / off,
    };
    let price = Price { cents: 450 };

    // The function, what it captured and the value all move.
    let worker = thread::spawn(move || discount(price));

    let reduced = worker.join().unwrap();
    println!("label {}", reduced.label());
}
