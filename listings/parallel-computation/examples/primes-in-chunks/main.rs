use std::thread;

// The same test; it also counts its divisions.
fn is_prime(n: u32, divisions: &mut u64) -> bool {
    n >= 2
        && !(2..).take_while(|d| d * d <= n).any(|d| {
            *divisions += 1;
            n.is_multiple_of(d)
        })
}

fn main() {
    let numbers: Vec<u32> = (0..200_000).collect();

    let results: Vec<(usize, u64)> = thread::scope(|scope| {
        let workers: Vec<_> = numbers
            .chunks(50_000)
            .map(|chunk| {
                scope.spawn(move || {
                    let mut work = 0;
                    let primes = chunk
                        .iter()
                        .filter(|&&n| is_prime(n, &mut work))
                        .count();
                    (primes, work)
                })
            })
            .collect(); // all are running before the first join
        workers.into_iter().map(|w| w.join().unwrap()).collect()
    });

    for (primes, work) in &results {
        println!("{primes} primes, {work} divisions");
    }
    let primes: usize = results.iter().map(|r| r.0).sum();
    println!("primes: {primes}");
}
