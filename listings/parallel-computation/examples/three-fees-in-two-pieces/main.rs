use rayon::prelude::*;

fn main() {
    let fees = [0.1, 0.2, 0.3]; // dollars
    let pieces: Vec<f64> = fees
        .par_rchunks(2) // 0.2 and 0.3, then 0.1
        .map(|piece| piece.iter().sum::<f64>())
        .collect();

    println!("in turn:   {}", fees.iter().sum::<f64>());
    println!("in pieces: {}", pieces.iter().sum::<f64>());
}
