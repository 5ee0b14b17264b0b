//! One function, compiled as a debug build compiles it: the profiles in the
//! workspace's `Cargo.toml` say so for this crate. `measure` compiles the same
//! file once more, with the optimizer.

use std::collections::HashSet;

/// How many different words a text has, as in the listing
/// `measuring/median-of-eleven`.
pub fn different_words(text: &str) -> usize {
    let words: HashSet<&str> = text.split(' ').collect();
    words.len()
}
