//! `listings/CHAPTER/examples/NAME` and `listings/CHAPTER/compile-fail/NAME`: a
//! program in one language or two, and what was recorded of it.

use crate::diagnostic::Diagnostic;
use crate::files::{file_name, files, read_text};
use crate::output::{Run, Snapshot};
use crate::problem::Problem;
use crate::schedules::Schedules;
use crate::source::{Source, anchor_of};
use std::path::{Path, PathBuf};

/// How many columns a line may have: two programs stand side by side.
/// `listings/rustfmt.toml` and `listings/biome.json` say the same.
pub const WIDTH: usize = 64;

/// The folder of all listings, below the book's root.
pub const LISTINGS: &str = "listings";

/// Whether a listing runs or must be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `examples/NAME`: compiles and runs.
    Example,
    /// `compile-fail/NAME`: must not compile.
    CompileFail,
}

impl Kind {
    /// Each kind with the folder of a chapter that holds it.
    pub const FOLDERS: [(&str, Self); 2] = [
        ("examples", Self::Example),
        ("compile-fail", Self::CompileFail),
    ];
}

/// What a Rust program starts, as far as its text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concurrency {
    /// Neither threads nor tasks.
    None,
    /// Threads of std: every schedule can be explored, in principle.
    Std,
    /// What this crate starts, which no explorer of ours knows.
    Crate(&'static str),
}

/// A listing: a folder with a `main.rs`, a `main.ts` or both.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The crate it belongs to, named after its chapter.
    pub chapter: String,
    /// The folder's name, unique in the whole book.
    pub name: String,
    /// Whether it runs or must be refused.
    pub kind: Kind,
    /// The folder, relative to the book's root.
    pub dir: PathBuf,
    /// `main.rs`.
    pub rust: Option<Source>,
    /// `main.ts` first, then the other TypeScript files by name.
    pub typescript: Vec<Source>,
    /// `main.rs.out`, where the file is there.
    pub rust_out: Option<Snapshot>,
    /// `main.ts.out`, where the file is there.
    pub typescript_out: Option<Snapshot>,
    /// `main.rs.stderr`: the compiler's answer, where the file is there.
    pub diagnostic: Option<Diagnostic>,
    /// `schedules.json`: every schedule of the Rust program, where the file is
    /// there.
    pub schedules: Option<Schedules>,
}

impl Listing {
    /// `chapter/name`, as the directive spells it.
    pub fn id(&self) -> String {
        format!("{}/{}", self.chapter, self.name)
    }

    /// Whether its Rust program starts threads or tasks, and by which means.
    pub fn concurrency(&self) -> Concurrency {
        let text = self.rust.as_ref().map_or("", |it| it.text.as_str());
        let uses = |name: &str| text.contains(&format!("{name}::"));
        match ["loom", "shuttle", "rayon", "tokio"]
            .into_iter()
            .find(|it| uses(it))
        {
            Some(name) => Concurrency::Crate(name),
            None if uses("thread") => Concurrency::Std,
            None => Concurrency::None,
        }
    }

    /// The lines of its diagnostic that say what the errors are; none where it
    /// has no diagnostic.
    pub fn error_lines(&self) -> Vec<&str> {
        let diagnostic = self.diagnostic.as_ref();
        diagnostic.map_or(Vec::new(), Diagnostic::error_lines)
    }

    /// Reads the listing in `dir`, a folder of `chapter`; none where it has no
    /// program. What is wrong goes to `problems`, and hides nothing else.
    pub fn read(
        root: &Path,
        chapter: &str,
        kind: Kind,
        dir: &Path,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let relative = dir.strip_prefix(root).unwrap_or(dir).to_owned();
        let mut listing = Self {
            chapter: chapter.to_owned(),
            name: file_name(dir),
            kind,
            dir: relative.clone(),
            rust: None,
            typescript: Vec::new(),
            rust_out: None,
            typescript_out: None,
            diagnostic: None,
            schedules: None,
        };
        for path in files(dir) {
            match read_text(root, &path) {
                Ok(text) => listing.add(&file_name(&path), text, problems),
                Err(problem) => problems.push(problem),
            }
        }
        listing
            .typescript
            .sort_by_key(|source| (source.name != "main.ts", source.name.clone()));
        let main_ts = listing
            .typescript
            .first()
            .is_some_and(|source| source.name == "main.ts");
        if listing.rust.is_none() && !main_ts {
            let message =
                "is a listing without a program: add main.rs or main.ts, or remove the folder";
            problems.push(Problem::in_file(&relative, message));
            return None;
        }
        for (out, program, there) in [
            ("main.rs.out", "main.rs", listing.rust.is_some()),
            ("main.ts.out", "main.ts", main_ts),
            ("schedules.json", "main.rs", listing.rust.is_some()),
        ] {
            if !there && dir.join(out).is_file() {
                let message = format!(
                    "records a program that is not there: add {program} or remove the file"
                );
                problems.push(Problem::in_file(relative.join(out), message));
            }
        }
        listing.promise_every_ending();
        Some(listing)
    }

    /// Takes one file of the folder.
    fn add(&mut self, name: &str, text: String, problems: &mut Vec<Problem>) {
        let path = self.dir.join(name);
        let example = self.kind == Kind::Example;
        if name.ends_with(".rs") || name.ends_with(".ts") {
            problems.extend(too_wide(&path, &text));
        }
        let source = |text: String| Source {
            path: path.clone(),
            name: name.to_owned(),
            text,
        };
        match name {
            "main.rs" => {
                problems.extend(misread_by_a_page(&path, self.kind, &text));
                self.rust = Some(source(text));
            }
            "main.rs.stderr" if !example => self.diagnostic = Some(Diagnostic { text }),
            "main.rs.out" | "main.ts.out" if example => match Snapshot::parse(&path, &text) {
                Ok(snapshot) if name == "main.rs.out" => self.rust_out = Some(snapshot),
                Ok(snapshot) => self.typescript_out = Some(snapshot),
                Err(problem) => problems.push(problem),
            },
            // Empty: to be recorded.
            "schedules.json" if example && text.trim().is_empty() => {}
            "schedules.json" if example => match Schedules::parse(&path, &text) {
                Ok(schedules) => self.schedules = Some(schedules),
                Err(problem) => problems.push(problem),
            },
            _ if example && name.ends_with(".ts") => self.typescript.push(source(text)),
            _ => {
                let allowed = if example {
                    "main.rs, main.ts, further .ts files, main.rs.out, main.ts.out and schedules.json"
                } else {
                    "main.rs and main.rs.stderr"
                };
                let message = format!("does not belong to a listing; its folder holds {allowed}");
                problems.push(Problem::in_file(&path, message));
            }
        }
    }

    /// A run may end like any of the schedules, where all of them are known.
    fn promise_every_ending(&mut self) {
        let Some(schedules) = &self.schedules else {
            return;
        };
        if schedules.complete && schedules.endings.len() > 1 {
            let endings = schedules.endings.iter().map(|ending| Run {
                exit: ending.code,
                stdout: ending.stdout.clone(),
                stderr: String::new(),
            });
            let out = self.rust_out.get_or_insert_default();
            out.promise.endings = Some(endings.collect());
        }
    }
}

fn too_wide(file: &Path, text: &str) -> Vec<Problem> {
    let lines = text.lines().map(|line| line.chars().count()).zip(1..);
    lines
        .filter(|(columns, _)| *columns > WIDTH)
        .map(|(columns, line)| {
            let message = format!(
                "is {columns} columns wide, and two listings stand side by side: break it after \
                 {WIDTH} at most"
            );
            Problem::at_line(file, line, message)
        })
        .collect()
}

/// mdBook and skeptic read `# ` at the start of a line as "hidden"; a
/// diagnostic counts lines, so nothing may be cut from its program.
fn misread_by_a_page(file: &Path, kind: Kind, text: &str) -> Vec<Problem> {
    let message = |line: &str| {
        let trimmed = line.trim_start();
        if trimmed == "#" || trimmed.starts_with("# ") {
            Some("starts with `# `, which a page would take for a hidden line; write it otherwise")
        } else if trimmed.starts_with("##") {
            Some("starts with `##`, of which a page would show one `#`; write it otherwise")
        } else if kind == Kind::CompileFail && anchor_of(line).is_some() {
            Some("anchors are for examples: the diagnostic names lines, so the page shows them all")
        } else if line.contains("{{#") {
            Some("holds `{{#`, which mdBook would take for a directive; write it otherwise")
        } else {
            None
        }
    };
    let lines = text.lines().zip(1..);
    lines
        .filter_map(|(line, number)| Some(Problem::at_line(file, number, message(line)?)))
        .collect()
}
