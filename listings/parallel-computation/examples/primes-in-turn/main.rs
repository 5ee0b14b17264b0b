fn is_prime(n: u32) -> bool {
    n >= 2
        && !(2..)
            .take_while(|d| d * d <= n)
            .any(|d| n.is_multiple_of(d))
}

fn main() {
    let primes = (0..200_000).filter(|&n| is_prime(n)).count();
    println!("primes: {primes}");
}
