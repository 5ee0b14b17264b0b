// refused: a word is counted too often, too seldom or not at all
//! Counts the words of one text, on several threads if the text is long enough.

use std::collections::HashMap;
use std::sync::Mutex;
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
    let total = Mutex::new(Counts::new());
    thread::scope(|scope| {
        for piece in cut(text, threads) {
            let total = &total;
            scope.spawn(move || {
                let counts = count(piece);
                // Two locks: somebody may come between them.
                let mut sum = total.lock().unwrap().clone();
                for (word, times) in counts {
                    *sum.entry(word).or_default() += times;
                }
                *total.lock().unwrap() = sum;
            });
        }
    });
    total.into_inner().unwrap()
}

/// The text in `threads` pieces of about the same size, or fewer.
fn cut(text: &str, threads: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for nth in 1..=threads {
        let end = end_of_word(text, text.len() * nth / threads);
        // The same word may reach beyond several cuts.
        if start < end {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    pieces
}

/// Where the word ends that reaches beyond `at`, or `at` itself if none does.
fn end_of_word(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let word = text[at..].find(char::is_whitespace);
    word.map_or(text.len(), |length| at + length)
}
