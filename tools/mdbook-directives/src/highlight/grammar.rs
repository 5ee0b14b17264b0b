//! Rust, TypeScript and TOML, by tree-sitter. What gets which class is in
//! `queries/`; a grammar that renames what a query asks for fails the tests.

use super::Piece;
use std::sync::LazyLock;
use tree_sitter::Language;
use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

/// The captures of the queries, which are the classes of the pages.
const CLASSES: [&str; 9] = [
    "kw", "ty", "fn", "str", "esc", "num", "com", "meta",
    // Plain text within something coloured.
    "id",
];

static RUST: LazyLock<HighlightConfiguration> = LazyLock::new(|| {
    configuration(
        tree_sitter_rust::LANGUAGE,
        include_str!("../../queries/rust.scm"),
        // What a macro is given is Rust too.
        tree_sitter_rust::INJECTIONS_QUERY,
    )
});
static TYPESCRIPT: LazyLock<HighlightConfiguration> = LazyLock::new(|| {
    configuration(
        tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        include_str!("../../queries/typescript.scm"),
        "",
    )
});
static TOML: LazyLock<HighlightConfiguration> = LazyLock::new(|| {
    configuration(
        tree_sitter_toml_ng::LANGUAGE,
        include_str!("../../queries/toml.scm"),
        "",
    )
});

fn configuration(
    language: impl Into<Language>,
    highlights: &str,
    injections: &str,
) -> HighlightConfiguration {
    let mut made = HighlightConfiguration::new(language.into(), "", highlights, injections, "")
        .expect("the queries fit the locked grammars; a test says so");
    made.configure(&CLASSES);
    made
}

/// A text in Rust, cut into pieces.
pub fn rust(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for piece in parsed(&RUST, text) {
        match piece.class {
            Some("str") => placeholders(piece.text, &mut pieces),
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// A text in TypeScript (or JavaScript), cut into pieces.
pub fn typescript(text: &str) -> Vec<Piece<'_>> {
    parsed(&TYPESCRIPT, text)
}

/// A text in TOML, cut into pieces.
pub fn toml(text: &str) -> Vec<Piece<'_>> {
    parsed(&TOML, text)
}

fn parsed<'a>(configuration: &'a HighlightConfiguration, text: &'a str) -> Vec<Piece<'a>> {
    let mut highlighter = Highlighter::new();
    let events = highlighter.highlight(configuration, text.as_bytes(), None, None, |language| {
        (language == "rust").then_some(&*RUST)
    });
    let plain = || vec![Piece { class: None, text }];
    let Ok(events) = events else {
        return plain();
    };
    let mut pieces = Vec::new();
    let mut open = Vec::new();
    for event in events {
        match event {
            Ok(HighlightEvent::HighlightStart(highlight)) => open.push(CLASSES[highlight.0]),
            Ok(HighlightEvent::HighlightEnd) => {
                open.pop();
            }
            Ok(HighlightEvent::Source { start, end }) => pieces.push(Piece {
                class: open.last().copied().filter(|class| *class != "id"),
                text: &text[start..end],
            }),
            Err(_) => return plain(),
        }
    }
    pieces
}

/// `{total}` and `{:>4}` in a string, which the grammar does not know.
fn placeholders<'a>(string: &'a str, pieces: &mut Vec<Piece<'a>>) {
    static PLACEHOLDER: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(r"\{\{|\}\}|\{[\w.]*(?::[^{}\s]*)?\}").expect("a constant pattern")
    });
    let mut copied = 0;
    for found in PLACEHOLDER.find_iter(string) {
        let (class, text) = (Some("str"), &string[copied..found.start()]);
        pieces.push(Piece { class, text });
        let (class, text) = (Some("esc"), found.as_str());
        pieces.push(Piece { class, text });
        copied = found.end();
    }
    let (class, text) = (Some("str"), &string[copied..]);
    pieces.push(Piece { class, text });
}
