//! What the program's source says: what cannot be explored, what things are
//! called, what has to be assumed.

use crate::Refusal;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// A token, or one end of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
    /// Counted from 1, in characters, as `Location::column` does.
    column: usize,
}

/// A program's source, read once.
#[derive(Debug)]
pub struct Source {
    tokens: Vec<Token>,
}

/// Paths that are refused, and why. The last word is what is looked for.
const REFUSED_PATHS: &[(&str, &str)] = &[
    ("std::fs", "files are not part of a schedule"),
    ("std::net", "sockets are not part of a schedule"),
    ("std::os", "the operating system is not part of a schedule"),
    ("std::arch", "assembly cannot be explored"),
    (
        "std::process::Command",
        "other processes cannot be scheduled",
    ),
    ("std::io::stdin", "real input is not the same in every run"),
    ("std::io::Stdin", "real input is not the same in every run"),
    (
        "std::io::read_to_string",
        "real input is not the same in every run",
    ),
    ("std::env::args", "arguments are not the same in every run"),
    (
        "std::env::args_os",
        "arguments are not the same in every run",
    ),
    (
        "std::env::var",
        "the environment is not the same in every run",
    ),
    (
        "std::env::vars",
        "the environment is not the same in every run",
    ),
    (
        "std::time::SystemTime",
        "the real clock is not the same in every run",
    ),
    (
        "std::process::id",
        "a process has another number in every run",
    ),
];

/// What reads or uses up the counts of an `Arc`, which are std's own.
const ARC_COUNTS: &[&str] = &[
    "strong_count",
    "weak_count",
    "try_unwrap",
    "get_mut",
    "make_mut",
    "into_inner",
    "unwrap_or_clone",
    "is_unique",
];

const MACROS: &[&str] = &["asm", "global_asm", "naked_asm"];

impl Source {
    /// Reads the tokens of `text`.
    ///
    /// # Errors
    ///
    /// When it is not Rust.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let stream: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
            Refusal::at(error.span().start().line, format!("is not Rust: {error}"))
        })?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        Ok(Self { tokens })
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.text.as_str())
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(i, word)| self.text(at + i) == *word)
    }

    /// Why this program cannot be explored faithfully.
    ///
    /// # Errors
    ///
    /// The first thing that stands in the way, with its line.
    pub fn check(&self, text: &str) -> Result<(), Refusal> {
        for (at, token) in self.tokens.iter().enumerate() {
            let refuse = |message: String| Err(Refusal::at(token.line, message));
            let before = if at > 0 { self.text(at - 1) } else { "" };
            match token.text.as_str() {
                "unsafe" => {
                    return refuse(
                        "`unsafe` is refused: threads could share memory that the explorer \
                         does not see"
                            .into(),
                    );
                }
                "static" if self.text(at + 1) == "mut" => {
                    return refuse(
                        "`static mut` is refused: the explorer does not see who reads and \
                         writes it; use an atomic or a Mutex"
                            .into(),
                    );
                }
                "extern" if self.text(at + 1) == "crate" && self.text(at + 2) != "std" => {
                    let name = self.text(at + 2);
                    return refuse(format!(
                        "the crate `{name}` is refused: only std can be explored"
                    ));
                }
                "upgrade" if before == "." && self.text(at + 1) == "(" => {
                    return refuse(
                        "`Weak::upgrade` is refused: it tells whether other threads still \
                         have an Arc, which the explorer does not see"
                            .into(),
                    );
                }
                "Arc" | "Weak" if self.is(at + 1, &[":", ":"]) => {
                    let mut next = at + 3;
                    if self.text(next) == "<" {
                        while !matches!(self.text(next), ">" | "") {
                            next += 1;
                        }
                        next += 3;
                    }
                    let name = self.text(next);
                    if ARC_COUNTS.contains(&name) || name == "upgrade" {
                        let owner = &token.text;
                        return refuse(format!(
                            "`{owner}::{name}` is refused: an Arc's counts depend on who else \
                             lives, which the explorer does not see"
                        ));
                    }
                }
                name if MACROS.contains(&name) && self.text(at + 1) == "!" => {
                    return refuse(format!("`{name}!` is refused: assembly cannot be explored"));
                }
                _ => {}
            }
        }
        for (path, line) in self.paths(text)? {
            for (refused, why) in REFUSED_PATHS {
                if path == *refused || path.starts_with(&format!("{refused}::")) {
                    return Err(Refusal::at(line, format!("`{refused}` is refused: {why}")));
                }
            }
        }
        self.crates(text)
    }

    /// All paths that begin with `std`, written out or through a `use`.
    fn paths(&self, text: &str) -> Result<Vec<(String, usize)>, Refusal> {
        let file = parse(text)?;
        let mut imports = Vec::new();
        uses(&file.items, &mut imports);
        // Uses inside functions are found by their tokens, below.
        let mut all: Vec<(String, usize)> = Vec::new();
        let mut names: Vec<(String, String)> = Vec::new();
        for import in &imports {
            all.push((import.path.clone(), import.line));
            names.push((import.name.clone(), import.path.clone()));
        }
        let mut at = 0;
        while at < self.tokens.len() {
            let token = &self.tokens[at];
            let joined = at >= 2 && self.is(at - 2, &[":", ":"]);
            if joined || !is_word(&token.text) {
                at += 1;
                continue;
            }
            let mut path = token.text.clone();
            let mut next = at + 1;
            while self.is(next, &[":", ":"]) && is_word(self.text(next + 2)) {
                path.push_str("::");
                path.push_str(self.text(next + 2));
                next += 3;
            }
            if path.starts_with("std::") {
                // `std::{fs, net}` inside a function
                if self.is(next, &[":", ":", "{"]) {
                    let mut inner = next + 3;
                    while !matches!(self.text(inner), "}" | "") {
                        all.push((format!("{path}::{}", self.text(inner)), token.line));
                        inner += 1;
                    }
                }
                all.push((path, token.line));
            } else {
                let (first, rest) = path.split_once("::").unwrap_or((&path, ""));
                for (name, full) in names.iter().filter(|n| n.0 == first) {
                    debug_assert_eq!(name, first);
                    let whole = if rest.is_empty() {
                        full.clone()
                    } else {
                        format!("{full}::{rest}")
                    };
                    all.push((whole, token.line));
                }
            }
            at = next;
        }
        // A line is best named where the thing is used, not where it is
        // imported; but an import alone is refused as well.
        all.sort_by_key(|(_, line)| *line);
        Ok(all)
    }

    /// Refuses crates other than std.
    fn crates(&self, text: &str) -> Result<(), Refusal> {
        let file = parse(text)?;
        let mut imports = Vec::new();
        uses(&file.items, &mut imports);
        let mut own: BTreeSet<String> = ["std", "core", "alloc", "crate", "self", "super"]
            .map(String::from)
            .into();
        for pair in self.tokens.windows(2) {
            if matches!(
                pair[0].text.as_str(),
                "mod" | "enum" | "struct" | "trait" | "union" | "type"
            ) {
                own.insert(pair[1].text.clone());
            }
        }
        own.extend(imports.iter().map(|i| i.name.clone()));
        for import in &imports {
            let first = import.path.split("::").next().unwrap_or_default();
            let whole_crate = import.path == import.name;
            if !own.contains(first) || (whole_crate && !["std", "core", "alloc"].contains(&first)) {
                return Err(Refusal::at(
                    import.line,
                    format!("the crate `{first}` is refused: only std can be explored"),
                ));
            }
        }
        for (at, token) in self.tokens.iter().enumerate() {
            let joined = at >= 2 && self.is(at - 2, &[":", ":"]);
            let known = [
                "rayon",
                "tokio",
                "crossbeam",
                "parking_lot",
                "async_std",
                "smol",
                "libc",
            ];
            if !joined
                && known.contains(&token.text.as_str())
                && self.is(at + 1, &[":", ":"])
                && !own.contains(&token.text)
            {
                let name = &token.text;
                return Err(Refusal::at(
                    token.line,
                    format!("the crate `{name}` is refused: only std can be explored"),
                ));
            }
        }
        Ok(())
    }

    /// Whether the word occurs.
    pub fn mentions(&self, word: &str) -> bool {
        self.tokens.iter().any(|t| t.text == word)
    }

    /// Lines that use an ordering weaker than `SeqCst`.
    pub fn weak_orderings(&self) -> Vec<usize> {
        let weak = ["Relaxed", "Acquire", "Release", "AcqRel"];
        let mut lines: Vec<usize> = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            // Not in `use`: `Ordering::{Relaxed, Release}` alone orders nothing.
            let argument = matches!(self.text(at + 1), ")" | "," | "|");
            let imported = self.tokens[..at]
                .iter()
                .rev()
                .take_while(|t| t.text != ";")
                .any(|t| t.text == "use");
            if weak.contains(&token.text.as_str()) && argument && !imported {
                lines.push(token.line);
            }
        }
        lines.dedup();
        lines
    }

    /// The lines of `impl Drop for`, in a program that shares through `Arc`.
    pub fn shared_drops(&self) -> Vec<usize> {
        if !self.mentions("Arc") {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for at in 0..self.tokens.len() {
            if self.is(at, &["Drop", "for"]) {
                lines.push(self.tokens[at].line);
            }
        }
        lines
    }

    /// What the source calls that which is made at this place, and whether
    /// several are made there at once (a vector, an iterator).
    pub fn name_at(&self, line: usize, column: usize) -> Option<(String, bool)> {
        let here = self
            .tokens
            .iter()
            .position(|t| t.line == line && t.column == column)?;
        let mut several = false;
        let mut at = here;
        while at > 0 {
            at -= 1;
            match self.text(at) {
                ")" | "]" | "}" => at = self.opening(at)?,
                ";" | "{" => return None,
                "map" | "vec" | "from_fn" | "[" | "repeat_with" => several = true,
                "static" | "const" => return Some((self.text(at + 1).to_owned(), several)),
                "let" => return Some((self.pattern(at + 1)?, several)),
                ":" if self.text(at + 1) != ":" && at > 0 && self.text(at - 1) != ":" => {
                    // `name: Mutex::new(0)`, a field; but not `let name: T =`
                    let directly = !self.tokens[at..here].iter().any(|t| t.text == "=");
                    if directly && is_word(self.text(at - 1)) && self.text(at - 1) != "_" {
                        return Some((self.text(at - 1).to_owned(), several));
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn pattern(&self, mut at: usize) -> Option<String> {
        if self.text(at) == "mut" {
            at += 1;
        }
        if self.text(at) != "(" {
            return is_word(self.text(at)).then(|| self.text(at).to_owned());
        }
        let mut names = Vec::new();
        while !matches!(self.text(at), ")" | "") {
            if is_word(self.text(at)) && self.text(at) != "mut" {
                names.push(self.text(at));
            }
            at += 1;
        }
        Some(names.join("/"))
    }

    fn opening(&self, closing: usize) -> Option<usize> {
        let mut depth = 0;
        for at in (0..=closing).rev() {
            match self.text(at) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn parse(text: &str) -> Result<syn::File, Refusal> {
    syn::parse_file(text)
        .map_err(|error| Refusal::at(error.span().start().line, format!("is not Rust: {error}")))
}

struct Import {
    path: String,
    name: String,
    line: usize,
}

fn uses(items: &[syn::Item], out: &mut Vec<Import>) {
    for item in items {
        match item {
            syn::Item::Use(item) => {
                use_tree(&item.tree, "", item.use_token.span.start().line, out);
            }
            syn::Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    uses(items, out);
                }
            }
            _ => {}
        }
    }
}

fn use_tree(tree: &syn::UseTree, before: &str, line: usize, out: &mut Vec<Import>) {
    let join = |name: &dyn std::fmt::Display| {
        if before.is_empty() {
            name.to_string()
        } else {
            format!("{before}::{name}")
        }
    };
    match tree {
        syn::UseTree::Path(path) => use_tree(&path.tree, &join(&path.ident), line, out),
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                use_tree(tree, before, line, out);
            }
        }
        syn::UseTree::Name(name) => {
            let itself = name.ident == "self";
            let path = if itself {
                before.to_owned()
            } else {
                join(&name.ident)
            };
            let last = path.rsplit("::").next().unwrap_or_default().to_owned();
            let line = name.ident.span().start().line;
            out.push(Import {
                path,
                name: last,
                line,
            });
        }
        syn::UseTree::Rename(rename) => {
            let path = if rename.ident == "self" {
                before.to_owned()
            } else {
                join(&rename.ident)
            };
            let line = rename.ident.span().start().line;
            out.push(Import {
                path,
                name: rename.rename.to_string(),
                line,
            });
        }
        syn::UseTree::Glob(_) => {
            out.push(Import {
                path: join(&"*"),
                name: "*".into(),
                line,
            });
        }
    }
}

fn flatten(stream: TokenStream, out: &mut Vec<Token>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let mut end = |text: &str, at: proc_macro2::LineColumn| {
                    if !text.is_empty() {
                        out.push(Token {
                            text: text.into(),
                            line: at.line,
                            column: at.column + 1,
                        });
                    }
                };
                end(open, group.span_open().start());
                flatten(group.stream(), out);
                let mut end = |text: &str, at: proc_macro2::LineColumn| {
                    if !text.is_empty() {
                        out.push(Token {
                            text: text.into(),
                            line: at.line,
                            column: at.column + 1,
                        });
                    }
                };
                end(close, group.span_close().start());
            }
            tree => {
                let at = tree.span().start();
                let text = tree.to_string();
                out.push(Token {
                    text,
                    line: at.line,
                    column: at.column + 1,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        match Source::read(text).and_then(|s| s.check(text)) {
            Ok(()) => String::new(),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn finds_names() {
        let text = "fn main() {\n    let forks: Vec<_> = (0..3).map(|_| Mutex::new(())).collect();\n    \
                    let (tx, rx) = mpsc::channel();\n    let bank = Bank { gold: Mutex::new(1) };\n    \
                    let m = Arc::new(Mutex::new(0));\n}\nstatic N: AtomicU32 = AtomicU32::new(0);\n";
        let source = Source::read(text).unwrap();
        let name = |line, word: &str| {
            let token = source
                .tokens
                .iter()
                .find(|t| t.line == line && t.text == word)
                .unwrap();
            source.name_at(line, token.column)
        };
        assert_eq!(name(2, "Mutex"), Some(("forks".into(), true)));
        assert_eq!(name(3, "mpsc"), Some(("tx/rx".into(), false)));
        assert_eq!(name(4, "Mutex"), Some(("gold".into(), false)));
        assert_eq!(name(5, "Mutex"), Some(("m".into(), false)));
        let last = source
            .tokens
            .iter()
            .rposition(|t| t.text == "AtomicU32")
            .unwrap();
        let token = &source.tokens[last];
        assert_eq!(source.name_at(7, token.column), Some(("N".into(), false)));
    }

    #[test]
    fn a_word_in_a_comment_or_text_is_not_refused() {
        assert_eq!(
            refusal("// unsafe std::fs\nfn main() { println!(\"unsafe\"); }"),
            ""
        );
        assert_eq!(
            refusal("mod fs { pub fn f() {} }\nuse fs::f;\nfn main() { f(); }"),
            ""
        );
        assert_eq!(refusal("use std::process::ExitCode;\nfn main() {}"), "");
    }

    #[test]
    fn weak_orderings_are_found_where_they_are_used() {
        let text = "use std::sync::atomic::Ordering::{Relaxed, SeqCst};\n\
                    fn main() {\n a.load(Relaxed);\n a.store(1, SeqCst);\n}";
        assert_eq!(Source::read(text).unwrap().weak_orderings(), [3]);
    }
}
