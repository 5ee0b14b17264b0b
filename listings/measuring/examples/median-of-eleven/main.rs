use std::collections::HashSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn different_words(text: &str) -> usize {
    let words: HashSet<&str> = text.split(' ').collect();
    words.len()
}

/// Eleven times, from the shortest to the longest.
fn measure(mut work: impl FnMut()) -> Vec<Duration> {
    work(); // warms up, and does not count
    let mut times: Vec<Duration> = (0..11)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times
}

fn main() {
    let text = "to be or not to be ".repeat(2_000);
    let mut found = 0;
    let times = measure(|| {
        found = different_words(black_box(&text));
    });
    println!("{found} different words");
    let [low, median, high] =
        [2, 5, 8].map(|index| times[index]);
    println!("half of the runs took {median:.3?} or less");
    println!("the middle: {low:.3?} to {high:.3?}");
}
