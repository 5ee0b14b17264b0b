//! What `cargo test` proves about the book.
//!
//! | test target | proves |
//! |---|---|
//! | `listings` | every program is built, run under a watchdog and prints what its snapshot says; every `compile-fail` program is refused with the recorded diagnostic; TypeScript type-checks and is linted |
//! | `pages` | the book builds without a warning; links, anchors, directives, terms and error codes are right; the HTML's code is what was tested |
//! | `exercises` | each exercise fails as given, its solution passes, its wrong solutions are refused, each with the announced message |
//!
//! Another, `skeptic` in the package `skeptic-tests`, compiles and runs every
//! Rust block of the expanded pages.
//!
//! `SNAPSHOTS=overwrite cargo test` records anew whatever no longer holds.

pub mod compile_fail;
pub mod examples;
pub mod exercises;
pub mod markdown;
pub mod node;
pub mod numbers;
pub mod pages;
pub mod process;
pub mod rooms;
pub mod schedules;
pub mod snapshots;

use std::ffi::OsString;
use std::path::PathBuf;

/// The book's root: the folder of `book.toml`.
pub fn root() -> PathBuf {
    root_above(std::env::var_os("CARGO_MANIFEST_DIR"))
}

/// The root, from the crate's folder as cargo names it when it runs a test:
/// a checkout that was built and then copied or moved keeps its programs, and
/// what they were compiled with is the old folder.
fn root_above(crate_folder: Option<OsString>) -> PathBuf {
    let here = crate_folder.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.ancestors()
        .nth(2)
        .expect("the crate stands two folders below the root")
        .to_owned()
}

/// Where the tests put what they generate. Cargo's own folder, so that
/// `cargo clean` removes it.
pub fn scratch() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir).join("book-tests"),
        None => root().join("target/book-tests"),
    }
}

/// Joins problems for a test's failure message, one a line, each once.
pub fn report<T: ToString>(problems: impl IntoIterator<Item = T>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in problems.into_iter().map(|it| it.to_string()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_where_the_checkout_is_now() {
        let moved = Some(OsString::from("/elsewhere/tools/book-tests"));
        assert_eq!(root_above(moved), PathBuf::from("/elsewhere"));
        assert!(root_above(None).join("book.toml").is_file());
    }
}
