//! What must hold for the words of a text, however it is cut.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use support::{every_schedule, or_stuck};
use words_in_pieces::count_words;

const ENDLESS: &str = "`count_words` does not come to an end";

/// What `count` is, where a test does not look closer.
fn count(piece: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in piece.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Cuts the texts in many ways, and looks at what comes of it.
fn are_counted(texts: &'static [&'static str]) {
    or_stuck(ENDLESS, move || {
        for text in texts {
            for threads in 1..=12 {
                is_counted(text, threads);
            }
        }
    });
}

fn is_counted(text: &str, threads: usize) {
    let pieces = Mutex::new(0);
    let found = catch_unwind(AssertUnwindSafe(|| {
        count_words(text, threads, 0, |piece| {
            *pieces.lock().unwrap() += 1;
            count(piece)
        })
    }));
    let Ok(found) = found else {
        panic!("it panics with the text {text:?} and {threads} threads (why stands above)");
    };
    let found = BTreeMap::from_iter(found);
    let right = BTreeMap::from_iter(count(text));
    if let Some(word) = found.keys().find(|word| !right.contains_key(*word)) {
        panic!(
            "a word is cut in two: with {threads} threads you find {word:?}, which is no word of \
             {text:?}"
        );
    }
    for (word, times) in right {
        let yours = found.get(word).copied().unwrap_or(0);
        assert_eq!(
            yours, times,
            "a word is counted too often, too seldom or not at all: {word:?} occurs {times} times \
             in {text:?}, and with {threads} threads you say {yours}"
        );
    }
    let pieces = pieces.into_inner().unwrap();
    assert!(
        pieces <= threads,
        "more pieces than threads: {pieces} for {threads}, of the text {text:?}"
    );
}

#[test]
fn no_word_is_cut() {
    are_counted(&[
        "tea coffee tea cake tea",
        "tea\ncoffee\ntea\ncake\ntea\n",
        "  tea, \t and cake  ",
        "a cup of strong-black-unsweetened-coffee for two",
    ]);
}

#[test]
fn no_character_is_cut() {
    are_counted(&["café crème café", "二つ\u{3000}三つ\u{3000}二つ", "🍰🍰"]);
}

#[test]
fn fewer_words_than_threads_are_fine() {
    are_counted(&["", " ", "tea", "tea\n", "tea cake"]);
}

#[test]
fn the_pieces_are_about_equal() {
    or_stuck(ENDLESS, || {
        for threads in [1, 2, 3, 7] {
            for space in [" ", "\n"] {
                let words = 10 * threads;
                let text = ["tea"].repeat(words).join(space);
                let length = text.len();
                for worth in [0, length] {
                    let sizes = Mutex::new(Vec::new());
                    count_words(&text, threads, worth, |piece| {
                        sizes.lock().unwrap().push(piece.len());
                        count(piece)
                    });
                    let sizes = sizes.into_inner().unwrap();
                    let pieces = sizes.len();
                    assert!(
                        worth == 0 || pieces > 1 || threads == 1,
                        "a text of {length} bytes is not divided, and {worth} are worth it"
                    );
                    assert_eq!(
                        pieces, threads,
                        "a text of {words} words, with {space:?} between them, is cut into \
                         {pieces} for {threads} threads, where each could have ten words"
                    );
                    let longest = sizes.into_iter().max().unwrap_or(0);
                    let most = length * 3 / threads / 2;
                    assert!(
                        longest <= most,
                        "the pieces are far from equal: a piece has {longest} bytes of {length}, \
                         and of {threads} none is to have more than {most}"
                    );
                }
            }
        }
    });
}

#[test]
fn a_short_text_is_not_worth_a_thread() {
    or_stuck(ENDLESS, || {
        let text = "tea coffee tea cake";
        let worth = text.len() + 1;
        let calls = Mutex::new(Vec::new());
        let found = count_words(text, 2, worth, |piece| {
            calls.lock().unwrap().push((piece, thread::current().id()));
            count(piece)
        });
        for (piece, thread) in calls.into_inner().unwrap() {
            assert_eq!(
                thread,
                thread::current().id(),
                "a thread for a text that is not worth it: the text has {} bytes, and {worth} \
                 would be worth it",
                text.len()
            );
            assert_eq!(
                piece,
                text,
                "a text that is not worth a thread is cut: it has {} bytes, and {worth} would be \
                 worth it",
                text.len()
            );
        }
        assert_eq!(found, count(text), "a short text is counted wrong");
    });
}

every_schedule! {
    fn three_pieces_are_counted_at_the_same_time() {
        scenario: {
            let text = ["tea cup"; 15].join(" ");
            let all = std::sync::Barrier::new(3);
            let counts = count_words(&text, 3, 0, |piece| {
                all.wait();
                let mut counts = std::collections::HashMap::new();
                for word in piece.split_whitespace() {
                    *counts.entry(word).or_default() += 1;
                }
                counts
            });
            let times = |word: &str| counts.get(word).copied().unwrap_or(0);
            format!("tea {}, cup {}", times("tea"), times("cup"))
        },
        wrong: |said| match said {
            "tea 15, cup 15" => None,
            _ => Some(format!("a word is counted too often, too seldom or not at all: the text has tea 15, cup 15, and you say {said}")),
        },
        stuck: "nobody gets on: each of three pieces waits until the two others are begun, and \
            nobody begins them; the pieces are counted in turn, not at the same time",
    }
}
