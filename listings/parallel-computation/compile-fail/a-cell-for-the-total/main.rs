use rayon::prelude::*;
use std::cell::Cell;

fn main() {
    let prices = vec![250, 400, 120, 330];

    let total = Cell::new(0);
    prices
        .par_iter()
        .for_each(|price| total.set(total.get() + price));

    println!("total: {}", total.get());
}
