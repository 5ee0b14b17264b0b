use rayon::prelude::*;

fn main() {
    let prices = vec![250, 400, 120, 330];

    let total: u32 = prices.par_iter().sum();
    println!("total: {total}");

    let (low, high) =
        prices.par_iter().map(|&p| (p, p)).reduce(
            || (u32::MAX, u32::MIN), // for each piece
            |a, b| (a.0.min(b.0), a.1.max(b.1)),
        );
    println!("from {low} to {high}");
}
