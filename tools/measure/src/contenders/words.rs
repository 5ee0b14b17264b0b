//! Counting the words of a text: work that cannot be folded away, in turn and
//! divided.

use super::{each, nanoseconds};
use crate::contender::{Contender, Effort};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

/// The sizes of the texts, in bytes.
const SIZES: [u64; 5] = [1024, 16 * 1024, 128 * 1024, 1024 * 1024, 4 * 1024 * 1024];

/// The text that is divided among ever more threads, in bytes.
const LARGE: u64 = 16 * 1024 * 1024;

/// Among how many threads, and what Node's function for so many is called.
const THREADS: [(usize, &str); 3] = [
    (1, "wordsInPoolOf1"),
    (2, "wordsInPoolOf2"),
    (4, "wordsInPoolOf4"),
];

/// What rayon takes at a time, in bytes: small enough to even out, large
/// enough to be worth it.
const PIECE: usize = 4 * 1024;

type Counts<'a> = HashMap<&'a str, u32>;

/// A way to count the words of a text: how many there are.
type Counting = Box<dyn Fn(&Arc<String>) -> u32>;

/// A text that is read once, by whichever contender comes first.
type Text = Rc<dyn Fn() -> Arc<String>>;

pub fn contenders(texts: &Path) -> Vec<Contender> {
    let text = |size: u64| -> Text {
        let file = texts.join(format!("{size}.txt"));
        let cell = OnceCell::<Arc<String>>::new();
        Rc::new(move || {
            let read = || Arc::new(std::fs::read_to_string(&file).expect("it was written"));
            Arc::clone(cell.get_or_init(read))
        })
    };
    let mut all = Vec::new();
    for size in SIZES {
        let text = text(size);
        let rust: [(&str, &'static str, Counting); 4] = [
            ("sequential", "one thread", Box::new(in_turn)),
            ("threads", "two threads, `Arc`", by_threads(2)),
            ("scoped", "two scoped threads", by_scope(2)),
            ("rayon", "rayon, two threads", by_rayon(2)),
        ];
        let name = |contender: &str| format!("words/{contender}/{size}");
        for (contender, label, counting) in rust {
            all.push(counts(name(contender), label, size, &text, counting));
        }
        all.push(Contender::node(
            name("node"),
            "Node, one thread",
            "words",
            size,
        ));
        all.push(Contender::node(
            name("node-pool"),
            "Node, two Workers",
            "wordsInPoolOf2",
            size,
        ));
    }
    let text = text(LARGE);
    for (threads, in_pool) in THREADS {
        let rust = [
            ("threads", "threads, `Arc`", by_threads(threads)),
            ("scoped", "scoped threads", by_scope(threads)),
            ("rayon", "rayon", by_rayon(threads)),
        ];
        let name = |contender: &str| format!("cores/{contender}/{threads}");
        for (contender, label, counting) in rust {
            all.push(counts(name(contender), label, LARGE, &text, counting));
        }
        all.push(Contender::node(
            name("node-pool"),
            "Workers",
            in_pool,
            LARGE,
        ));
    }
    let sequential = "cores/sequential".to_owned();
    all.push(counts(
        sequential,
        "one thread",
        LARGE,
        &text,
        Box::new(in_turn),
    ));
    all.push(Contender::node(
        "cores/node",
        "Node, one thread",
        "words",
        LARGE,
    ));
    all.push(Contender::rust(
        "cores/serial-part",
        "cutting and merging",
        move |_| serial_part(&text()),
    ));
    all
}

/// The contender that counts the words of a text in one way.
fn counts(
    name: String,
    label: &'static str,
    size: u64,
    text: &Text,
    counting: Counting,
) -> Contender {
    let text = Rc::clone(text);
    Contender::rust(name, label, move |effort| {
        let text = text();
        let times = match size {
            LARGE => 1,
            _ => effort.times((LARGE / size / 2).min(500) as usize),
        };
        let words = words_of(&text);
        each(times, || {
            for _ in 0..times {
                assert_eq!(black_box(counting(&text)), words, "a word was lost");
            }
        })
    })
}

/// The nanoseconds of a computation that is the same in every round: how
/// steady the machine is. It computes and uses memory, as the contenders do,
/// and on as many threads as can run at once: whatever else runs disturbs it.
pub fn reference(effort: Effort) -> impl Fn() -> f64 {
    let text = text(effort.times(512 * 1024));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    move || {
        nanoseconds(|| {
            thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| black_box(count(black_box(&text))).len());
                }
            });
        })
    }
}

/// Writes the texts, the same on every machine.
pub fn prepare(texts: &Path, effort: Effort) -> std::io::Result<()> {
    for size in SIZES.into_iter().chain([LARGE]) {
        // The name stays: only the text is short.
        let length = match effort {
            Effort::Full => size,
            Effort::Quick => size.min(4096),
        };
        std::fs::write(texts.join(format!("{size}.txt")), text(length as usize))?;
    }
    Ok(())
}

/// A text of `size` bytes: 4,000 made-up words, of which few are frequent and
/// most are rare, as in a language.
fn text(size: usize) -> String {
    let mut state = 1_u64;
    let mut chance = move |below: u64| {
        // Knuth's MMIX generator; its upper bits are the good ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let words: Vec<String> = (0..4_000)
        .map(|_| {
            let letters = 2 + chance(8);
            (0..letters)
                .map(|_| (b'a' + chance(26) as u8) as char)
                .collect()
        })
        .collect();
    let mut text = String::with_capacity(size + 16);
    while text.len() < size {
        // The smaller of three: the first words are the frequent ones.
        let index = chance(4_000).min(chance(4_000)).min(chance(4_000));
        text.push_str(&words[index as usize]);
        text.push(' ');
    }
    text.truncate(size);
    text
}

fn count(text: &str) -> Counts<'_> {
    add(Counts::new(), text)
}

fn add<'a>(mut counts: Counts<'a>, text: &'a str) -> Counts<'a> {
    for word in text.split_ascii_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn merge<'a>(mut into: Counts<'a>, from: Counts<'a>) -> Counts<'a> {
    if into.is_empty() {
        return from;
    }
    for (word, number) in from {
        *into.entry(word).or_default() += number;
    }
    into
}

fn total(counts: &Counts<'_>) -> u32 {
    counts.values().sum()
}

/// How many words a text has, found in another way than by the contenders.
fn words_of(text: &str) -> u32 {
    let starts = |pair: &[u8]| pair[0] == b' ' && pair[1] != b' ';
    let bytes = text.as_bytes();
    u32::from(bytes.first().is_some_and(|it| *it != b' '))
        + bytes.windows(2).filter(|pair| starts(pair)).count() as u32
}

/// The text in `parts` pieces of about the same size, between words.
fn cut(text: &str, parts: usize) -> Vec<&str> {
    pieces(text, text.len().div_ceil(parts).max(1))
}

fn pieces(mut text: &str, size: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    while text.len() > size {
        let end = text[size..].find(' ').map_or(text.len(), |at| size + at);
        let (piece, rest) = text.split_at(end);
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

fn in_turn(text: &Arc<String>) -> u32 {
    total(&count(text))
}

/// By hand: threads that may outlive their caller, so the text is behind an
/// `Arc`, and what they return owns its words.
fn by_threads(threads: usize) -> Counting {
    Box::new(move |text| {
        let mut start = 0;
        let mut handles = Vec::new();
        for piece in cut(text, threads) {
            let range = start..start + piece.len();
            start = range.end;
            let text = Arc::clone(text);
            handles.push(thread::spawn(move || -> HashMap<String, u32> {
                let counts = count(&text[range]).into_iter();
                counts
                    .map(|(word, number)| (word.to_owned(), number))
                    .collect()
            }));
        }
        let mut counts = handles.into_iter().map(|it| it.join().expect("it returns"));
        let mut merged = counts.next().unwrap_or_default();
        for (word, number) in counts.flatten() {
            *merged.entry(word).or_default() += number;
        }
        merged.values().sum()
    })
}

/// Scoped threads borrow their piece.
fn by_scope(threads: usize) -> Counting {
    Box::new(move |text| {
        let merged = thread::scope(|scope| {
            let handles: Vec<_> = cut(text, threads)
                .into_iter()
                .map(|piece| scope.spawn(move || count(piece)))
                .collect();
            let counts = handles.into_iter().map(|it| it.join().expect("it returns"));
            counts.fold(Counts::new(), merge)
        });
        total(&merged)
    })
}

fn by_rayon(threads: usize) -> Counting {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    let pool = builder.build().expect("a pool can be started");
    Box::new(move |text| {
        pool.install(|| {
            let merged = pieces(text, PIECE)
                .into_par_iter()
                .fold(Counts::new, add)
                .reduce(Counts::new, merge);
            total(&merged)
        })
    })
}

/// What two threads cannot divide: cutting the text and merging their counts.
fn serial_part(text: &str) -> f64 {
    let mut parts = Vec::new();
    let cutting = nanoseconds(|| parts = cut(text, 2));
    let counts: Vec<Counts<'_>> = parts.into_iter().map(count).collect();
    let mut merged = Counts::new();
    let merging = nanoseconds(|| merged = counts.into_iter().fold(Counts::new(), merge));
    assert_eq!(total(&merged), words_of(text), "a word was lost");
    cutting + merging
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_count_the_same_words() {
        let text = Arc::new(text(300_000));
        let words = words_of(&text);
        assert!(words > 30_000, "{words}");
        assert_eq!(total(&count(&text)), words);
        for threads in 1..5 {
            assert_eq!(by_threads(threads)(&text), words);
            assert_eq!(by_scope(threads)(&text), words);
            assert_eq!(by_rayon(threads)(&text), words);
        }
    }

    #[test]
    fn pieces_join_up_to_the_text() {
        let text = text(10_000);
        for parts in 1..9 {
            let cut = cut(&text, parts);
            assert_eq!(cut.concat(), text);
            assert!(cut.len() <= parts);
        }
    }
}
