// refused: the texts are counted in turn, not at the same time
//! Counts words on several threads.

use std::collections::BTreeMap;
use std::thread;

/// How often each word occurs in all texts, counted by `workers` threads at the
/// same time, or fewer where there are fewer texts.
pub fn count_words<T>(texts: &[T], workers: usize) -> BTreeMap<String, usize>
where
    T: AsRef<str> + Sync,
{
    assert!(workers > 0, "somebody has to count");
    // Rounded up, so that nothing is left over; `chunks` refuses 0.
    let size = texts.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let counting = texts
            .chunks(size)
            .map(|chunk| scope.spawn(move || count(chunk)).join());
        let mut total = BTreeMap::new();
        for counts in counting {
            for (word, times) in counts.unwrap() {
                *total.entry(word).or_default() += times;
            }
        }
        total
    })
}

fn count<T: AsRef<str>>(texts: &[T]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        for word in text.as_ref().split_whitespace() {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts
}
