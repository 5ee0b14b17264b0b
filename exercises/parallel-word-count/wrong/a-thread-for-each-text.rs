// refused: there are three texts and two workers, and 3 threads count at the same time
//! Counts words on several threads.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

/// How often each word occurs in all texts, counted by `workers` threads at the
/// same time, or fewer where there are fewer texts.
pub fn count_words<T>(texts: &[T], workers: usize) -> BTreeMap<String, usize>
where
    T: AsRef<str> + Sync,
{
    assert!(workers > 0, "somebody has to count");
    let total = Mutex::new(BTreeMap::new());
    thread::scope(|s| {
        for text in texts {
            let total = &total;
            s.spawn(move || {
                for word in text.as_ref().split_whitespace() {
                    *total.lock().unwrap().entry(word.to_owned()).or_insert(0) += 1;
                }
            });
        }
    });
    total.into_inner().unwrap()
}
