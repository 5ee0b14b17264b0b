use std::sync::{Arc, RwLock};

struct Prices {
    tea: u32,
    cup: u32,
}

fn main() {
    let current = Prices { tea: 350, cup: 420 };
    let prices = RwLock::new(Arc::new(current));

    // The read guard lives until the semicolon, no longer
    let seen = Arc::clone(&prices.read().unwrap());

    // A writer gets in while `seen` is still in use
    let update = Prices { tea: 400, cup: 500 };
    *prices.write().unwrap() = Arc::new(update);

    println!("quote: tea {}, cup {}", seen.tea, seen.cup);
    let now = Arc::clone(&prices.read().unwrap());
    println!("now: tea {}, cup {}", now.tea, now.cup);
}
