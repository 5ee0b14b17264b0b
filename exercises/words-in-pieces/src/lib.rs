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
    let threads = if text.len() < worth { 1 } else { threads };
    let count = &count;
    thread::scope(|scope| {
        // All are started before the first is waited for.
        let counting: Vec<_> = cut(text, threads)
            .into_iter()
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

/// The text in `threads` pieces of the same size.
fn cut(text: &str, threads: usize) -> Vec<&str> {
    let size = text.len().div_ceil(threads);
    let mut pieces = Vec::new();
    let mut rest = text;
    for _ in 0..threads {
        let (piece, after) = rest.split_at(size.min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}
