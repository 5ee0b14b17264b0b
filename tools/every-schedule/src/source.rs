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

const FILES: &str = "files are not part of a schedule";
const SYSTEM: &str = "the operating system is not part of a schedule";
const INPUT: &str = "real input is not the same in every run";
const ARGUMENTS: &str = "arguments are not the same in every run";
const ENVIRONMENT: &str = "the environment is not the same in every run";
const CLOCK: &str = "the real clock is not the same in every run";
const NAMES: &str = "it is another one in a real run";
const PROCESSES: &str = "other processes cannot be scheduled";

/// Paths that are refused, with all below them, and why.
const REFUSED_PATHS: &[(&str, &str)] = &[
    ("std::fs", FILES),
    ("std::os", SYSTEM),
    ("std::arch", "assembly cannot be explored"),
    ("std::process::Command", PROCESSES),
    ("std::process::Child", PROCESSES),
    ("std::process::Stdio", PROCESSES),
    (
        "std::process::id",
        "a process has another number in every run",
    ),
    ("std::io::stdin", INPUT),
    ("std::io::Stdin", INPUT),
    ("std::io::StdinLock", INPUT),
    ("std::io::read_to_string", INPUT),
    ("std::io::pipe", SYSTEM),
    ("std::io::PipeReader", SYSTEM),
    ("std::io::PipeWriter", SYSTEM),
    ("std::env::args", ARGUMENTS),
    ("std::env::args_os", ARGUMENTS),
    ("std::env::Args", ARGUMENTS),
    ("std::env::ArgsOs", ARGUMENTS),
    ("std::env::var", ENVIRONMENT),
    ("std::env::var_os", ENVIRONMENT),
    ("std::env::vars", ENVIRONMENT),
    ("std::env::vars_os", ENVIRONMENT),
    ("std::env::current_dir", ENVIRONMENT),
    ("std::env::current_exe", ENVIRONMENT),
    ("std::env::set_current_dir", ENVIRONMENT),
    ("std::env::temp_dir", ENVIRONMENT),
    ("std::env::home_dir", ENVIRONMENT),
    ("std::time::SystemTime", CLOCK),
    ("std::time::UNIX_EPOCH", CLOCK),
    ("std::backtrace", NAMES),
    ("std::any::type_name", NAMES),
    ("std::any::type_name_of_val", NAMES),
];

/// What of `std::net` is plain data.
const ADDRESSES: &[&str] = &[
    "Ipv4Addr",
    "Ipv6Addr",
    "IpAddr",
    "SocketAddr",
    "SocketAddrV4",
    "SocketAddrV6",
    "AddrParseError",
];

/// Methods of `Path` that ask the file system.
const PATH_ASKS: &[&str] = &[
    "exists",
    "try_exists",
    "is_file",
    "is_dir",
    "is_symlink",
    "metadata",
    "symlink_metadata",
    "canonicalize",
    "read_dir",
    "read_link",
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
    "upgrade",
];

/// Those of them that are allowed while no other thread lives.
const COUNTED: &[&str] = &[
    "strong_count",
    "weak_count",
    "try_unwrap",
    "get_mut",
    "make_mut",
    "into_inner",
    "unwrap_or_clone",
];

/// Macros that are refused, and why.
const REFUSED_MACROS: &[(&str, &str)] = &[
    ("asm", "assembly cannot be explored"),
    ("global_asm", "assembly cannot be explored"),
    ("naked_asm", "assembly cannot be explored"),
    ("file", NAMES),
    ("module_path", NAMES),
    ("env", ENVIRONMENT),
    ("option_env", ENVIRONMENT),
];

/// Why a path, written out from its crate on, is refused.
fn refused(path: &str) -> Option<String> {
    let below = |above: &str| {
        path.strip_prefix(above)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    if below("core::sync") {
        return Some(
            "`core::sync` is refused: the explorer does not see its atomics; write `std::sync`"
                .into(),
        );
    }
    for (refused, why) in REFUSED_PATHS {
        // What `std` has from `core` and `alloc` is the same there.
        let inner = refused.strip_prefix("std").unwrap_or_default();
        if ["std", "core", "alloc"]
            .iter()
            .any(|c| below(&format!("{c}{inner}")))
        {
            return Some(format!("`{refused}` is refused: {why}"));
        }
    }
    if let Some(rest) = path
        .strip_prefix("std::net::")
        .or(path.strip_prefix("core::net::"))
        && rest.starts_with(char::is_uppercase)
        && !ADDRESSES.contains(&rest.split("::").next().unwrap_or_default())
    {
        return Some("`std::net` is refused: sockets are not part of a schedule".into());
    }
    let (owner, name) = path.rsplit_once("::")?;
    match owner {
        "std::path::Path" | "std::path::PathBuf" if PATH_ASKS.contains(&name) => {
            Some(format!("`Path::{name}` is refused: {FILES}"))
        }
        "std::sync::Arc" | "std::sync::Weak" | "alloc::sync::Arc" | "alloc::sync::Weak"
            if ARC_COUNTS.contains(&name) =>
        {
            let owner = owner.rsplit("::").next().unwrap_or_default();
            Some(format!(
                "`{owner}::{name}` is refused: an Arc's counts depend on who else lives, which \
                 the explorer does not see"
            ))
        }
        _ => None,
    }
}

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
        let mut source = Self { tokens };
        source.find_counts();
        Ok(source)
    }

    /// What of an `Arc` reads its counts is called of the stand-in's `Ar_`,
    /// which knows whether other threads live. A name of the same length keeps
    /// every place.
    fn find_counts(&mut self) {
        if self.own().contains("Arc") || !self.is_std_arc() {
            return;
        }
        for at in 0..self.tokens.len() {
            let counts = self.text(at) == "Arc" && {
                let mut next = at + 1;
                if self.is(next, &[":", ":", "<"]) {
                    next = self.after_generics(next + 2);
                }
                self.is(next, &[":", ":"]) && COUNTED.contains(&self.text(next + 2))
            };
            if counts {
                self.tokens[at].text = "Ar_".into();
            }
        }
    }

    /// Whether `Arc` is std's, of that name.
    fn is_std_arc(&self) -> bool {
        let from = |at: usize| {
            self.tokens[..at]
                .iter()
                .rev()
                .take_while(|t| t.text != ";")
                .any(|t| t.text == "sync")
        };
        let renamed = (0..self.tokens.len()).any(|at| self.is(at, &["as", "Arc"]));
        let glob = (0..self.tokens.len()).any(|at| self.is(at, &["sync", ":", ":", "*"]));
        !renamed && (glob || (0..self.tokens.len()).any(|at| self.text(at) == "Arc" && from(at)))
    }

    /// Whether the program reads an `Arc`'s counts where that may be allowed.
    pub fn counts(&self) -> bool {
        self.mentions("Ar_")
    }

    /// The text to build: that of the program, but for [`Source::counts`].
    pub fn to_build(&self, text: &str) -> String {
        if !self.counts() {
            return text.to_owned();
        }
        let mut lines: Vec<Vec<char>> = text.split('\n').map(|l| l.chars().collect()).collect();
        for token in self.tokens.iter().filter(|t| t.text == "Ar_") {
            let place = lines
                .get_mut(token.line - 1)
                .and_then(|l| l.get_mut(token.column + 1));
            if let Some(c) = place {
                *c = '_';
            }
        }
        let lines: Vec<String> = lines.into_iter().map(String::from_iter).collect();
        lines.join("\n")
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

    /// Reads a program that can be explored faithfully.
    ///
    /// # Errors
    ///
    /// As [`Source::read`] and [`Source::check`].
    pub fn checked(text: &str) -> Result<Self, Refusal> {
        let source = Self::read(text)?;
        source.check(text)?;
        Ok(source)
    }

    /// Why this program cannot be explored faithfully.
    ///
    /// # Errors
    ///
    /// The first thing that stands in the way, with its line.
    pub fn check(&self, text: &str) -> Result<(), Refusal> {
        let all = [self.words(), self.named(text), self.crates(text)];
        match all
            .into_iter()
            .filter_map(Result::err)
            .min_by_key(|r| r.line)
        {
            Some(first) => Err(first),
            None => Ok(()),
        }
    }

    /// Refuses what its words alone give away.
    fn words(&self) -> Result<(), Refusal> {
        // A program may have a `Path` of its own.
        let std_path = self.mentions("path");
        let paths = std_path && (self.mentions("Path") || self.mentions("PathBuf"));
        let locations = self.mentions("Location") || self.mentions("location");
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
                "extern"
                    if self.text(at + 1) == "crate"
                        && !["std", "core", "alloc"].contains(&self.text(at + 2)) =>
                {
                    let name = self.text(at + 2);
                    return refuse(format!(
                        "the crate `{name}` is refused: only std can be explored"
                    ));
                }
                "file" if before == "." && self.is(at + 1, &["(", ")"]) && locations => {
                    return refuse(format!("`Location::file` is refused: {NAMES}"));
                }
                name if before == "."
                    && paths
                    && PATH_ASKS.contains(&name)
                    && self.text(at + 1) == "(" =>
                {
                    return refuse(format!("`Path::{name}` is refused: {FILES}"));
                }
                name if self.text(at + 1) == "!" && self.text(at + 2) != "=" => {
                    if let Some((_, why)) = REFUSED_MACROS.iter().find(|m| m.0 == name) {
                        return refuse(format!("`{name}!` is refused: {why}"));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Refuses what is outside of a schedule, by its path.
    fn named(&self, text: &str) -> Result<(), Refusal> {
        let paths = self.paths(text)?;
        for (path, line) in &paths {
            if let Some(message) = refused(path) {
                return Err(Refusal::at(*line, message));
            }
        }
        // Only an Arc's Weak tells of other threads; an Rc's does not.
        let weak = |path: &str| {
            path.starts_with("std::sync::Weak")
                || path.starts_with("alloc::sync::Weak")
                || path.ends_with("sync::Arc::downgrade")
                || path.ends_with("sync::Arc::new_cyclic")
        };
        if paths.iter().any(|(path, _)| weak(path)) {
            for (at, token) in self.tokens.iter().enumerate().skip(1) {
                if self.text(at - 1) == "." && self.is(at, &["upgrade", "("]) {
                    return Err(Refusal::at(
                        token.line,
                        "`Weak::upgrade` is refused: it tells whether other threads still \
                         have an Arc, which the explorer does not see",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Words that the program defines itself.
    fn own(&self) -> BTreeSet<String> {
        (0..self.tokens.len())
            .filter(|&at| match self.text(at) {
                "mod" | "enum" | "struct" | "trait" | "union" | "type" | "fn" => true,
                // Not `&mut stdin()`.
                "const" | "static" | "let" | "mut" => {
                    !matches!(self.text(at + 2), "(" | ":")
                        || self.text(at + 3) != ":" && self.text(at + 2) == ":"
                }
                _ => false,
            })
            .map(|at| self.text(at + 1).to_owned())
            .collect()
    }

    /// All `use`s, wherever they are.
    fn imports(&self, text: &str) -> Result<Vec<Import>, Refusal> {
        let stream: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
            Refusal::at(error.span().start().line, format!("is not Rust: {error}"))
        })?;
        let mut imports = Vec::new();
        uses(stream, &mut imports);
        Ok(imports)
    }

    /// After the generic arguments that begin at `at`, if any do.
    fn after_generics(&self, at: usize) -> usize {
        let mut depth = 0;
        for next in at.. {
            match self.text(next) {
                "<" => depth += 1,
                ">" if self.text(next - 1) != "-" => depth -= 1,
                // It was a comparison.
                "" | ";" | "{" => return at,
                _ => {}
            }
            if depth == 0 {
                return if next == at { at } else { next + 1 };
            }
        }
        at
    }

    /// The path that begins at `at`, without generic arguments, and what
    /// follows it.
    fn path(&self, at: usize) -> (String, usize) {
        let mut path = self.text(at).to_owned();
        let mut next = at + 1;
        loop {
            let mut after = next;
            if self.is(after, &[":", ":", "<"]) {
                after = self.after_generics(after + 2);
            }
            if !(self.is(after, &[":", ":"]) && is_word(self.text(after + 2))) {
                return (path, next);
            }
            path.push_str("::");
            path.push_str(self.text(after + 2));
            next = after + 3;
        }
    }

    /// All paths into std, written out or through a `use` or a `type`.
    fn paths(&self, text: &str) -> Result<Vec<(String, usize)>, Refusal> {
        parse(text)?;
        let imports = self.imports(text)?;
        let mut names = Names {
            of: Vec::new(),
            globs: Vec::new(),
            own: self.own(),
        };
        let mut all: Vec<(String, usize)> = Vec::new();
        for import in &imports {
            match import.path.strip_suffix("::*") {
                Some(glob) => names.globs.push(glob.to_owned()),
                None => names.of.push((import.name.clone(), import.path.clone())),
            }
        }
        for at in 0..self.tokens.len() {
            // type Shared<T> = Arc<T>; and: extern crate std as s;
            if self.text(at) == "type" && is_word(self.text(at + 1)) {
                let mut value = self.after_generics(at + 2);
                if self.text(value) == "=" {
                    value += 1;
                    while self.text(value) == ":" {
                        value += 1;
                    }
                    names
                        .of
                        .push((self.text(at + 1).to_owned(), self.path(value).0));
                }
            }
            if self.is(at, &["extern", "crate"]) && self.text(at + 3) == "as" {
                let (path, name) = (self.text(at + 2), self.text(at + 4));
                names.of.push((name.to_owned(), path.to_owned()));
            }
        }
        for import in &imports {
            for path in names.full(&import.path, 0) {
                all.push((path, import.line));
            }
        }
        let mut at = 0;
        while at < self.tokens.len() {
            let token = &self.tokens[at];
            let joined = at >= 2
                && self.is(at - 2, &[":", ":"])
                && at >= 3
                && (is_word(self.text(at - 3)) || self.text(at - 3) == ">");
            // <Arc<u8>>::strong_count
            if token.text == "<" && is_word(self.text(at + 1)) {
                let after = self.after_generics(at);
                if self.is(after, &[":", ":"]) && is_word(self.text(after + 2)) {
                    let path = format!("{}::{}", self.path(at + 1).0, self.text(after + 2));
                    all.extend(names.full(&path, 0).into_iter().map(|p| (p, token.line)));
                }
            }
            let field = at > 0 && self.text(at - 1) == "." && (at < 2 || self.text(at - 2) != ".");
            if joined || field || !is_word(&token.text) {
                at += 1;
                continue;
            }
            let (path, next) = self.path(at);
            all.extend(names.full(&path, 0).into_iter().map(|p| (p, token.line)));
            at = next;
        }
        // A line is best named where the thing is used, not where it is
        // imported; but an import alone is refused as well.
        all.sort_by_key(|(_, line)| *line);
        Ok(all)
    }

    /// Refuses crates other than std.
    fn crates(&self, text: &str) -> Result<(), Refusal> {
        let imports = self.imports(text)?;
        let mut own = self.own();
        own.extend(["std", "core", "alloc", "crate", "self", "super"].map(String::from));
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

    /// The lines of `impl Drop for`.
    pub fn drops(&self) -> Vec<usize> {
        (0..self.tokens.len())
            .filter(|&at| self.is(at, &["Drop", "for"]))
            .map(|at| self.tokens[at].line)
            .collect()
    }

    /// Whether the program makes channels: that an end of one is dropped can be
    /// noticed.
    pub fn has_channels(&self) -> bool {
        self.mentions("channel") || self.mentions("sync_channel")
    }

    /// Where an `Arc` is made of something that may have to be dropped by the
    /// last who has it, and that others can notice.
    pub fn arcs_that_tell(&self) -> Vec<usize> {
        if !self.mentions("Arc") {
            return Vec::new();
        }
        let drops = self.drops();
        if !drops.is_empty() {
            return drops;
        }
        if !self.has_channels() {
            return Vec::new();
        }
        let plain = |word: &str| {
            word.starts_with("Atomic")
                || [
                    "Mutex", "RwLock", "Condvar", "Barrier", "new", "true", "false",
                ]
                .contains(&word)
        };
        // Found by how an Arc is made; a renamed one may hold anything.
        let mut lines = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let made = token.text == "Arc" && self.is(at + 1, &[":", ":"]);
            if made
                && !matches!(
                    self.text(at + 3),
                    "clone" | "ptr_eq" | "as_ref" | "downgrade"
                )
            {
                let mut depth = 0;
                let what = self.tokens[at + 4..].iter().take_while(|t| {
                    depth += i32::from(matches!(t.text.as_str(), "(" | "[" | "{"));
                    depth -= i32::from(matches!(t.text.as_str(), ")" | "]" | "}"));
                    depth > 0
                });
                let made_plainly = self.is(at + 3, &["new", "("]);
                if !made_plainly
                    || what
                        .into_iter()
                        .any(|t| is_word(&t.text) && !plain(&t.text))
                {
                    lines.push(token.line);
                }
            }
            let renamed = token.text == "Arc" && self.text(at + 1) == "as";
            let aliased = token.text == "type" && {
                let of = self.tokens[at..].iter().take_while(|t| t.text != ";");
                of.into_iter().any(|t| t.text == "Arc")
            };
            if renamed || aliased {
                lines.push(token.line);
            }
        }
        lines.dedup();
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

/// What the words of the program stand for.
struct Names {
    of: Vec<(String, String)>,
    globs: Vec<String>,
    own: BTreeSet<String>,
}

impl Names {
    /// All that `path` can stand for, from a crate of std on.
    fn full(&self, path: &str, depth: usize) -> Vec<String> {
        let (first, rest) = path.split_once("::").unwrap_or((path, ""));
        let join = |start: &str| match rest {
            "" => start.to_owned(),
            rest => format!("{start}::{rest}"),
        };
        if depth > 8 {
            return Vec::new();
        }
        if matches!(first, "self" | "super" | "crate") && !rest.is_empty() {
            return self.full(rest, depth + 1);
        }
        let mut all = Vec::new();
        if matches!(first, "std" | "core" | "alloc") {
            all.push(path.to_owned());
        }
        for (_, target) in self
            .of
            .iter()
            .filter(|(name, of)| name == first && of != first)
        {
            all.extend(self.full(&join(target), depth + 1));
        }
        if all.is_empty() && !self.own.contains(first) {
            for glob in &self.globs {
                let bases = self.full(glob, depth + 1).into_iter();
                all.extend(bases.map(|base| format!("{base}::{path}")));
            }
        }
        all
    }
}

/// The `use`s in a stream of tokens, also those inside functions and macros.
fn uses(stream: TokenStream, out: &mut Vec<Import>) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => uses(group.stream(), out),
            TokenTree::Ident(word) if word == "use" => {
                let mut item = TokenStream::from(TokenTree::from(word));
                for token in tokens.by_ref() {
                    let last = matches!(&token, TokenTree::Punct(p) if p.as_char() == ';');
                    item.extend([token]);
                    if last {
                        break;
                    }
                }
                // `impl Trait + use<'a>` is none.
                if let Ok(item) = syn::parse2::<syn::ItemUse>(item.clone()) {
                    let line = item.use_token.span.start().line;
                    use_tree(&item.tree, "", line, out);
                } else {
                    uses(item.into_iter().skip(1).collect(), out);
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
    fn names_are_followed_to_what_is_refused() {
        let cases = [
            ("fn main() {\n ::std::fs::read(\"x\");\n}", 2, "`std::fs`"),
            (
                "fn main() {\n use std::{io::{self, stdin}, thread};\n}",
                2,
                "`std::io::stdin`",
            ),
            (
                "use std::io::*;\nfn main() {\n stdin();\n}",
                3,
                "`std::io::stdin`",
            ),
            (
                "use std::*;\nfn main() {\n fs::read(\"x\");\n}",
                3,
                "`std::fs`",
            ),
            (
                "use std as s;\nfn main() {\n s::env::vars_os();\n}",
                3,
                "`std::env::vars_os`",
            ),
            (
                "use std::env;\nfn main() {\n env::current_dir();\n}",
                3,
                "`std::env::current_dir`",
            ),
            ("fn main() {\n std::io::pipe();\n}", 2, "`std::io::pipe`"),
            (
                "use std::path::Path;\nfn main() {\n Path::new(\"x\").exists();\n}",
                3,
                "`Path::exists`",
            ),
            (
                "use std::net::*;\nfn main() {\n TcpStream::connect(\"x\");\n}",
                3,
                "`std::net`",
            ),
            (
                "use core::sync::atomic::AtomicU8;\nfn main() {}",
                1,
                "`core::sync`",
            ),
            ("use core::sync;\nfn main() {}", 1, "`core::sync`"),
            (
                "use std::sync::Arc as A;\nfn main() {\n A::strong_count(&a);\n}",
                3,
                "`Arc::strong_count`",
            ),
            (
                "use std::sync::Arc;\ntype A<T> = Arc<T>;\nfn main() {\n A::strong_count(&a);\n}",
                4,
                "`Arc::strong_count`",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n <Arc<u8>>::strong_count(&a);\n}",
                3,
                "`Arc::strong_count`",
            ),
            (
                "fn main() {\n std::any::type_name::<u8>();\n}",
                2,
                "`std::any::type_name`",
            ),
            ("fn main() {\n file!();\n}", 2, "`file!`"),
            ("fn main() {\n module_path!();\n}", 2, "`module_path!`"),
        ];
        for (text, line, what) in cases {
            let refusal = Source::read(text)
                .and_then(|s| s.check(text))
                .expect_err(text);
            assert!(refusal.message.starts_with(what), "{refusal}\n{text}");
            assert_eq!(refusal.line, Some(line), "{refusal}\n{text}");
        }
    }

    #[test]
    fn what_only_looks_refused_is_not() {
        for text in [
            "use std::rc::{Rc, Weak};\nfn f(w: Weak<u8>) { w.upgrade(); Rc::strong_count(&r); }",
            "struct Plan;\nimpl Plan { fn upgrade(&self) {} }\nfn f(p: Plan) { p.upgrade(); }",
            "use std::net::Ipv4Addr;\nfn f() -> std::net::IpAddr { Ipv4Addr::LOCALHOST.into() }",
            "use std::io::*;\nfn f() { let pipe: u8 = 1; g(pipe); }",
            "use std::io::*;\nfn pipe() {}\nfn main() { pipe(); }",
            "use std::sync::*;\nfn f(m: Mutex<u8>) { Mutex::into_inner(m); }",
            "struct Bag;\nimpl Bag { fn exists(&self) {} }\nfn f(b: Bag) { b.exists(); }",
            "struct Path;\nimpl Path { fn exists(&self) {} }\nfn f(p: Path) { p.exists(); }",
            "fn f(file: bool) -> bool { file != false }",
            "fn f<'a>(x: &'a u8) -> impl Sized + use<'a> { x }",
            "extern crate alloc;\nuse alloc::sync::Arc;\nfn f() -> Arc<u8> { Arc::new(1) }",
        ] {
            assert_eq!(refusal(text), "", "{text}");
        }
    }

    #[test]
    fn counts_are_asked_of_the_stand_in() {
        let text = "use std::sync::Arc;\nfn f() { let a = Arc::new(1); Arc::<u8>::try_unwrap(a); }";
        let source = Source::read(text).unwrap();
        assert!(source.check(text).is_ok());
        let built = source.to_build(text);
        assert_eq!(built, text.replace("Arc::<u8>", "Ar_::<u8>"));
        let text = "struct Arc;\nimpl Arc { fn get_mut() {} }\nfn f() { Arc::get_mut(); }";
        let source = Source::read(text).unwrap();
        assert_eq!(source.to_build(text), text);
    }

    #[test]
    fn an_arc_tells_when_something_in_it_is_dropped() {
        let tells = |body: &str| {
            let text = format!("use std::sync::*;\nfn f() {{ {body} }}");
            !Source::read(&text).unwrap().arcs_that_tell().is_empty()
        };
        let channel = "let (tx, rx) = mpsc::channel::<u8>();";
        assert!(!tells("Arc::new(Mutex::new(0));"));
        assert!(!tells(&format!(
            "{channel} Arc::new(Mutex::new(0)); Arc::new(AtomicU8::new(0));"
        )));
        assert!(!tells(&format!(
            "{channel} Arc::new(RwLock::new(1)); Arc::new(Barrier::new(2));"
        )));
        assert!(tells(&format!("{channel} Arc::new(tx);")));
        assert!(tells(&format!("{channel} Arc::new(Mutex::new(rx));")));
        assert!(tells(&format!("{channel} Arc::new(Pool {{ tx }});")));
        assert!(tells(
            "struct D; impl Drop for D { fn drop(&mut self) {} } Arc::new(1);"
        ));
    }

    #[test]
    fn weak_orderings_are_found_where_they_are_used() {
        let text = "use std::sync::atomic::Ordering::{Relaxed, SeqCst};\n\
                    fn main() {\n a.load(Relaxed);\n a.store(1, SeqCst);\n}";
        assert_eq!(Source::read(text).unwrap().weak_orderings(), [3]);
    }
}
