use rayon::prelude::*;

fn is_prime(n: u32) -> bool {
    n >= 2
        && !(2..)
            .take_while(|d| d * d <= n)
            .any(|d| n.is_multiple_of(d))
}

fn main() {
    let numbers: Vec<u32> = (0..200_000).collect();

    let in_turn =
        numbers.iter().filter(|n| is_prime(**n)).count();
    let parallel =
        numbers.par_iter().filter(|n| is_prime(**n)).count();
    println!("in turn: {in_turn}, in parallel: {parallel}");

    // The order of the items survives too.
    let last: Vec<u32> = numbers
        .into_par_iter()
        .filter(|&n| n > 199_900 && is_prime(n))
        .collect();
    println!("{last:?}");
}
