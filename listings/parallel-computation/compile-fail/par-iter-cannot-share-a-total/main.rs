use rayon::prelude::*;

fn main() {
    let prices = vec![250, 400, 120, 330];

    let mut total = 0;
    prices.par_iter().for_each(|&price| total += price);

    println!("total: {total}");
}
