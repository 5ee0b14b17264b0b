fn heavy_compute(n: u64) -> u64 {
    (0..n).sum()
}

// Written once for any n: no loop, hence nothing to share out.
fn formula(n: u64) -> u64 {
    n * (n - 1) / 2
}

fn main() {
    for n in [1_000_000, 2_000_000, 3_000_000] {
        println!("{} {}", heavy_compute(n), formula(n));
    }
}
