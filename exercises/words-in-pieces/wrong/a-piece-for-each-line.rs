// refused: more pieces than threads
//! Counts the words of one text, on several threads if the text is long enough.

use std::collections::HashMap;
use std::thread;

/// How often each word occurs.
pub type Counts<'a> = HashMap<&'a str, usize>;

/// How often each word of `text` occurs. A text of `worth` bytes or more is cut
/// into `threads` pieces at most; `count` counts the words of a piece.
pub fn count_words<'a>(
    text: &'a str,
    threads: usize,
    worth: usize,
    count: impl Fn(&'a str) -> Counts<'a> + Sync,
) -> Counts<'a> {
    assert!(threads > 0, "somebody has to count");
    // It would be counted before a thread has started.
    if text.len() < worth {
        return count(text);
    }
    let count = &count;
    thread::scope(|scope| {
        // All are started before the first is waited for.
        let counting: Vec<_> = text
            .lines()
            .map(|piece| scope.spawn(move || count(piece)))
            .collect();
        let mut total = Counts::new();
        for thread in counting {
            for (word, times) in thread.join().unwrap() {
                *total.entry(word).or_default() += times;
            }
        }
        total
    })
}
