// refused: there are three texts and two workers, and 3 threads count at the same time
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
    let size = (texts.len() / workers).max(1);
    thread::scope(|s| {
        let h: Vec<_> = texts
            .chunks(size)
            .map(|c| {
                s.spawn(move || {
                    let mut m: BTreeMap<String, usize> = BTreeMap::new();
                    for t in c {
                        for w in t.as_ref().split_whitespace() {
                            *m.entry(w.to_owned()).or_default() += 1;
                        }
                    }
                    m
                })
            })
            .collect();
        let mut total = BTreeMap::new();
        for t in h {
            for (w, n) in t.join().unwrap() {
                *total.entry(w).or_default() += n;
            }
        }
        total
    })
}
