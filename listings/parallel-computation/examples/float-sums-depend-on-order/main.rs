use rayon::prelude::*;

fn main() {
    let fees = [0.1; 10]; // dollars
    let halves: Vec<f64> = fees
        .par_chunks(5)
        .map(|half| half.iter().sum::<f64>())
        .collect();

    println!("in turn:   {}", fees.iter().sum::<f64>());
    println!("in halves: {}", halves.iter().sum::<f64>());

    let cents = fees.map(|fee| (fee * 100.0).round() as u64);
    println!("in cents:  {}", cents.par_iter().sum::<u64>());
}
