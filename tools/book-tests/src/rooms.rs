//! How the tools' own modules depend on each other, read off their paths.
//!
//! A crate can be read from top to bottom as long as no two of its modules
//! need each other. The compiler allows it, and `cargo modules --acyclic` misses
//! imports of items; so every path that begins with `crate`, `super` or `self`
//! is followed here, in `use` and elsewhere.

use book_content::files::read_text;
use book_content::problem::Problem;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How many lines a file may have before it is to be read as several.
pub const LINES: usize = 600;

/// A module by its path from the crate's root, which is empty.
type Module = Vec<String>;

/// A path that one module names.
#[derive(Debug, Clone)]
struct Named {
    from: Module,
    path: Vec<String>,
    file: PathBuf,
    line: usize,
}

/// A crate's modules, what they name, and what they hand on.
#[derive(Debug, Default)]
struct Crate {
    modules: BTreeSet<Module>,
    named: Vec<Named>,
    /// What `mod NAME;` says to be in a file of its own.
    in_files: BTreeSet<Module>,
    /// By module and name: what `pub use` gives that name to.
    handed_on: BTreeMap<(Module, String), Vec<String>>,
}

/// Circles between sibling modules of the crate whose sources are in `src`, a
/// folder below `root`: for each, the imports that close it. Where there is
/// none, the imports that are not as the list of modules in `lib.rs` says, and
/// files that are no module, which the compiler does not see.
///
/// # Errors
///
/// A file that cannot be read, or is no Rust.
pub fn circles(root: &Path, src: &Path) -> Result<Vec<Problem>, Problem> {
    let mut all = Crate::default();
    let mut files = Vec::new();
    for file in rust_files(src) {
        let relative = file.strip_prefix(src).unwrap_or(&file);
        let mut module: Module = relative
            .with_extension("")
            .iter()
            .map(|it| it.to_string_lossy().into_owned())
            .collect();
        // `main.rs` is a crate of its own beside the library, and has one file.
        if module == ["main"] && src.join("lib.rs").is_file() {
            continue;
        }
        if module
            .last()
            .is_some_and(|it| it == "mod" || it == "lib" || it == "main")
        {
            module.pop();
        }
        if module
            .last()
            .is_some_and(|it| it == "tests" || it == "testing")
        {
            continue;
        }
        let text = read_text(root, &file)?;
        let shown = file.strip_prefix(root).unwrap_or(&file);
        let tokens: TokenStream = text.parse().map_err(|error: proc_macro2::LexError| {
            Problem::at_line(shown, error.span().start().line, "is no Rust")
        })?;
        all.modules.insert(module.clone());
        all.read(tokens, &module, shown);
        files.push((module, shown.to_owned()));
    }
    let mut problems = all.circles();
    problems.extend(files.iter().filter_map(|(module, shown)| {
        let (name, above) = module.split_last()?;
        let is_named = all.in_files.contains(module) || above == ["bin"];
        (!is_named).then(|| {
            let place = match above {
                [] => "lib.rs".to_owned(),
                above => format!("{}.rs", above.join("/")),
            };
            let message = format!("nothing compiles this file: add `mod {name};` to src/{place}");
            Problem::in_file(shown, message)
        })
    }));
    let top = src.join("lib.rs");
    if problems.is_empty() && top.is_file() {
        let shown = top.strip_prefix(root).unwrap_or(&top);
        problems = all.out_of_order(&read_text(root, &top)?, shown);
    }
    Ok(problems)
}

/// What is wrong with the form of the file `path` below `root`: it does not say
/// at once what it is for, or is too long to read.
///
/// # Errors
///
/// It cannot be read.
pub fn form(root: &Path, path: &Path) -> Result<Vec<Problem>, Problem> {
    let text = read_text(root, path)?;
    let shown = path.strip_prefix(root).unwrap_or(path);
    let mut problems = Vec::new();
    let is_tests = path.file_stem().is_some_and(|it| it == "tests");
    if !is_tests && !text.starts_with("//! ") {
        let message = "says nowhere what it is for; begin it with a line `//! …`";
        problems.push(Problem::at_line(shown, 1, message));
    }
    let lines = text.lines().count();
    if lines > LINES {
        let message = format!(
            "has {lines} lines, and one reads {LINES} at most: move what belongs together to a \
             module of its own"
        );
        problems.push(Problem::at_line(shown, LINES + 1, message));
    }
    Ok(problems)
}

/// Every Rust file in a folder and the folders in it.
pub fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = book_content::files::files(dir);
    found.retain(|it| it.extension().is_some_and(|it| it == "rs"));
    for folder in book_content::files::folders(dir) {
        found.extend(rust_files(&folder));
    }
    found
}

impl Crate {
    /// Takes the paths in a stretch of a module. What is for tests only is left
    /// out: a test may use what stands above its module.
    fn read(&mut self, tokens: TokenStream, module: &Module, file: &Path) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut is_public = false;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(it) if it.as_char() == '#' => {
                    if is_test(tokens.get(at + 1)) {
                        at = end_of_item(&tokens, at);
                    } else {
                        at += 2;
                    }
                    continue;
                }
                TokenTree::Ident(it) if it == "pub" => is_public = true,
                TokenTree::Ident(it) if it == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        let mut inner = module.clone();
                        inner.push(name.to_string());
                        self.modules.insert(inner.clone());
                        self.read(body.stream(), &inner, file);
                        at += 3;
                        continue;
                    }
                    if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                        let mut inner = module.clone();
                        inner.push(name.to_string());
                        self.in_files.insert(inner);
                    }
                    is_public = false;
                }
                TokenTree::Ident(it) if it == "use" => {
                    let line = it.span().start().line;
                    let end = end_of_item(&tokens, at);
                    for path in use_paths(&tokens[at + 1..end]) {
                        self.name(module, path, is_public, file, line);
                    }
                    (at, is_public) = (end, false);
                    continue;
                }
                TokenTree::Ident(it)
                    if (it == "crate" || it == "super")
                        && !is_punct(at.checked_sub(1).and_then(|it| tokens.get(it)), ':') =>
                {
                    let line = it.span().start().line;
                    let (path, end) = plain_path(&tokens, at);
                    self.name(module, path, false, file, line);
                    at = end;
                    continue;
                }
                TokenTree::Group(it) => self.read(it.stream(), module, file),
                TokenTree::Punct(it) if it.as_char() == ';' => is_public = false,
                _ => {}
            }
            at += 1;
        }
    }

    fn name(
        &mut self,
        from: &Module,
        path: Vec<String>,
        is_public: bool,
        file: &Path,
        line: usize,
    ) {
        let mut rest = path.iter().map(String::as_str).peekable();
        let mut absolute = from.clone();
        match rest.peek() {
            Some(&"crate") => {
                absolute.clear();
                rest.next();
            }
            Some(&"self") => drop(rest.next()),
            Some(&"super") => {
                while rest.next_if_eq(&"super").is_some() {
                    absolute.pop();
                }
            }
            // A child, or another crate.
            _ => {}
        }
        absolute.extend(rest.map(str::to_owned));
        if let (true, Some(name)) = (is_public, absolute.last().cloned()) {
            self.handed_on
                .insert((from.clone(), name), absolute.clone());
        }
        self.named.push(Named {
            from: from.clone(),
            path: absolute,
            file: file.to_owned(),
            line,
        });
    }

    /// The module that a path leads to, through what modules hand on.
    fn module_of(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        // Each step leads down; a circle of `pub use` would not compile.
        for _ in 0..10 {
            let length = (0..=path.len())
                .rev()
                .find(|it| self.modules.contains(&path[..*it]))
                .unwrap_or(0);
            let module = path[..length].to_vec();
            let next = path.get(length).cloned();
            let handed_on = next.and_then(|name| self.handed_on.get(&(module.clone(), name)));
            match handed_on.filter(|it| **it != path) {
                Some(target) => path = [target.as_slice(), &path[length + 1..]].concat(),
                None => return module,
            }
        }
        Module::new()
    }

    /// Between siblings: where a path leaves one, and enters the other.
    fn edges(&self) -> Edges<'_> {
        let mut edges = Edges::new();
        for it in &self.named {
            let to = self.module_of(&it.path);
            let common = it.from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            if it.from.len() > common && to.len() > common {
                let (from, to) = (&it.from[..=common], &to[..=common]);
                let others = edges.entry(from.to_vec()).or_default();
                others.entry(to.to_vec()).or_insert(it);
            }
        }
        edges
    }

    /// Imports against the order that `lib.rs`, the file `shown` with this
    /// text, gives in a table, if it says that a module uses those above it.
    fn out_of_order(&self, text: &str, shown: &Path) -> Vec<Problem> {
        if !text.contains("may use those above it") {
            return Vec::new();
        }
        let rows = text.lines().zip(1..).filter_map(|(line, number)| {
            let (cell, _) = line.strip_prefix("//! | ")?.split_once(" | ")?;
            Some((cell, number))
        });
        let listed: Vec<(&str, usize)> = rows
            .flat_map(|(cell, number)| {
                cell.split('`')
                    .skip(1)
                    .step_by(2)
                    .map(move |it| (it, number))
            })
            .collect();
        let rank = |module: &Module| listed.iter().position(|it| it.0 == module[0]);
        let mut problems = Vec::new();
        for module in self.modules.iter().filter(|it| it.len() == 1) {
            if rank(module).is_none() {
                let message = format!("the list of modules lacks `{}`", module[0]);
                problems.push(Problem::in_file(shown, message));
            }
        }
        for (from, others) in self.edges().iter().filter(|it| it.0.len() == 1) {
            for (to, import) in others {
                if let (Some(own), Some(other)) = (rank(from), rank(to))
                    && own < other
                {
                    let message = format!(
                        "`{}` needs `{}` here, which stands below it in the list of modules \
                         ({}:{}); turn the two around there, or here",
                        from[0],
                        to[0],
                        shown.display(),
                        listed[own].1
                    );
                    problems.push(Problem::at_line(&import.file, import.line, message));
                }
            }
        }
        problems
    }

    fn circles(&self) -> Vec<Problem> {
        let edges = self.edges();
        let mut problems = Vec::new();
        let mut reported = BTreeSet::new();
        for start in edges.keys() {
            let Some(circle) = way_back(start, &edges) else {
                continue;
            };
            let members: BTreeSet<&Module> = circle.iter().map(|it| it.0).collect();
            if !reported.insert(members) {
                continue;
            }
            for (from, to, import) in circle {
                let (from, to) = (from.join("::"), to.join("::"));
                let message = format!(
                    "`{from}` needs `{to}` here, and `{to}` needs `{from}`, itself or through \
                     others; move what both need to a module of its own"
                );
                problems.push(Problem::at_line(&import.file, import.line, message));
            }
        }
        problems
    }
}

type Edges<'a> = BTreeMap<Module, BTreeMap<Module, &'a Named>>;

/// The shortest way from a module back to itself, step by step.
fn way_back<'a>(
    start: &'a Module,
    edges: &'a Edges<'a>,
) -> Option<Vec<(&'a Module, &'a Module, &'a Named)>> {
    let mut ways: Vec<Vec<(&Module, &Module, &Named)>> = vec![Vec::new()];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let here = way.last().map_or(start, |it| it.1);
            for (next, import) in edges.get(here).into_iter().flatten() {
                let mut way = way.clone();
                way.push((edges.get_key_value(here)?.0, next, *import));
                if next == start {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

/// Whether an attribute is `[cfg(test)]` or `[test]`.
fn is_test(attribute: Option<&TokenTree>) -> bool {
    attribute
        .is_some_and(|it| ["[cfg (test)]", "[cfg(test)]", "[test]"].contains(&&*it.to_string()))
}

/// Behind the `;` or the braces that end the item at `at`.
fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    // Behind its attributes and `pub`.
    let first = tokens[at..].iter().find(|it| match it {
        TokenTree::Punct(it) => it.as_char() != '#',
        TokenTree::Group(_) => false,
        TokenTree::Ident(it) => it != "pub",
        TokenTree::Literal(_) => true,
    });
    let in_use = matches!(first, Some(TokenTree::Ident(it)) if it == "use");
    let ends = |it: &TokenTree| match it {
        TokenTree::Punct(it) => it.as_char() == ';',
        TokenTree::Group(it) => !in_use && it.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let end = tokens[at..].iter().position(ends);
    end.map_or(tokens.len(), |it| at + it + 1)
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == c)
}

/// The path that begins at `at`, and where it ends.
fn plain_path(tokens: &[TokenTree], mut at: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let Some(TokenTree::Ident(it)) = tokens.get(at) {
        path.push(it.to_string());
        at += 1;
        if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// Every path in a `use`, with its groups taken apart. A new name after `as`
/// stands in the place of the old one only for what is handed on, which this
/// book's tools never rename.
fn use_paths(tokens: &[TokenTree]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (prefix, end) = plain_path(tokens, at);
        match tokens.get(end) {
            Some(TokenTree::Group(group)) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for path in use_paths(&inner) {
                    paths.push([prefix.clone(), path].concat());
                }
            }
            _ if !prefix.is_empty() => paths.push(prefix),
            _ => {}
        }
        let next = tokens[at..].iter().position(|it| is_punct(Some(it), ','));
        at = next.map_or(tokens.len(), |it| at + it + 1);
    }
    paths
}

#[cfg(test)]
mod tests;
