fn main() {
    // Milliseconds of one thread that does it all.
    let (cut, count, merge) = (4.0, 90.0, 6.0);

    for threads in [2, 10, 1000] {
        // Only the counting is divided.
        let time = cut + count / f64::from(threads) + merge;
        println!("{threads} threads: {time} ms");
    }
}
