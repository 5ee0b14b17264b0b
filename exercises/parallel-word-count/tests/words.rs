//! What must hold for the words, in every schedule.

use parallel_word_count::count_words;
use support::every_schedule;

const STUCK: &str = "nobody gets on: each text waits until another thread begins with the other \
    text, and nobody does; the texts are counted in turn, not at the same time";

every_schedule! {
    fn every_word_of_every_text_is_counted() {
        scenario: {
            let texts = ["a b a", "b", "a c"];
            let found = count_words(&texts, 2);
            let times = |word: &str| found.get(word).copied().unwrap_or(0);
            format!("a {}, b {}, c {}", times("a"), times("b"), times("c"))
        },
        wrong: |said| match said {
            "a 3, b 2, c 1" => None,
            _ => Some(format!("a word is counted too often, too seldom or not at all: the three texts have a 3, b 2, c 1, and you say {said}")),
        },
        stuck: "nobody gets on: all threads wait",
    }

    fn more_workers_than_texts_are_fine() {
        scenario: {
            let none: [&str; 0] = [];
            format!("{} {}", count_words(&["a"], 3).len(), count_words(&none, 2).len())
        },
        wrong: |said| match said {
            "1 0" => None,
            _ => Some("with one text and three workers, or no text at all, the count is wrong".into()),
        },
        stuck: "nobody gets on: all threads wait",
    }

    fn two_texts_are_counted_at_the_same_time() {
        scenario: {
            use std::collections::BTreeSet;
            use std::sync::{Condvar, Mutex};
            /// A text whose reading waits until both texts are being read.
            struct Text<'a>(u32, &'a Mutex<BTreeSet<u32>>, &'a Condvar);
            impl AsRef<str> for Text<'_> {
                fn as_ref(&self) -> &str {
                    let mut reading = self.1.lock().unwrap();
                    reading.insert(self.0);
                    self.2.notify_all();
                    while reading.len() < 2 {
                        reading = self.2.wait(reading).unwrap();
                    }
                    "a"
                }
            }
            let (reading, both) = (Mutex::new(BTreeSet::new()), Condvar::new());
            let texts = [Text(1, &reading, &both), Text(2, &reading, &both)];
            count_words(&texts, 2).values().sum::<usize>().to_string()
        },
        wrong: |words| match words {
            "2" => None,
            _ => Some(format!("two texts with a word each have {words} words")),
        },
        stuck: STUCK,
    }

    fn no_more_threads_count_than_there_are_workers() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            /// A text that knows how many are being read at the same time.
            struct Text<'a>(&'a AtomicUsize, &'a AtomicUsize);
            impl AsRef<str> for Text<'_> {
                fn as_ref(&self) -> &str {
                    self.1.fetch_max(self.0.fetch_add(1, SeqCst) + 1, SeqCst);
                    self.0.fetch_sub(1, SeqCst);
                    ""
                }
            }
            let (reading, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            count_words(&[(); 3].map(|()| Text(&reading, &most)), 2);
            most.into_inner().to_string()
        },
        wrong: |most| match most {
            "0" | "1" | "2" => None,
            _ => Some(format!("there are three texts and two workers, and {most} threads count at the same time")),
        },
        stuck: "nobody gets on: all threads wait",
    }
}
