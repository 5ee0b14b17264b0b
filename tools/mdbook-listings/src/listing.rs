//! The listings on disk, found by their place and nothing else.

use crate::exercise::{self, Exercise};
use crate::problem::{Problem, did_you_mean, read_text};
use crate::question::{QUESTIONS, Question};
use crate::schedules::Schedules;
use crate::snapshot::{Run, Snapshot};
use std::collections::{BTreeMap, BTreeSet};
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

/// A source file of a listing.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the book's root.
    pub path: PathBuf,
    /// The file's name, such as `main.rs`.
    pub name: String,
    /// The text as it stands in the file.
    pub text: String,
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
    pub diagnostic: Option<String>,
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

    /// The lines of the diagnostic that say what the error is:
    /// `error[E0382]: …`, or `error: …` for an error without a code.
    pub fn error_lines(&self) -> Vec<&str> {
        self.diagnostic
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| line.starts_with("error[") || line.starts_with("error: "))
            .collect()
    }
}

/// All listings of the book by their `chapter/name`, and what is wrong with
/// the folder.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The listings.
    pub listings: BTreeMap<String, Listing>,
    /// The questions about them, by their `chapter/name`.
    pub questions: BTreeMap<String, Question>,
    /// The ids of the questions whose files cannot be read.
    pub unreadable: BTreeSet<String>,
    /// The exercises by their names.
    pub exercises: BTreeMap<String, Exercise>,
    /// `exercises/README.md`; empty where there is none.
    pub about_exercises: String,
    /// Whatever was found that cannot be right. A file that is wrong does not
    /// hide the rest.
    pub problems: Vec<Problem>,
}

impl Library {
    /// Reads every listing below `root/listings`.
    pub fn discover(root: &Path) -> Self {
        let (exercises, problems) = exercise::discover(root);
        let mut library = Self {
            exercises,
            problems,
            about_exercises: exercise::about_all(root),
            ..Self::default()
        };
        let listings = root.join(LISTINGS);
        for chapter_dir in folders(&listings) {
            if !chapter_dir.join("Cargo.toml").is_file() {
                continue; // node_modules
            }
            let chapter = file_name(&chapter_dir);
            for (folder, kind) in [
                ("examples", Kind::Example),
                ("compile-fail", Kind::CompileFail),
            ] {
                for dir in folders(&chapter_dir.join(folder)) {
                    library.add(root, &chapter, kind, &dir);
                }
            }
            for path in files(&chapter_dir.join(QUESTIONS)) {
                library.add_question(root, &chapter, &path);
            }
        }
        library.refuse_equal_names();
        let facts = library.questions.values();
        let wrong: Vec<Problem> = facts.flat_map(|it| it.check(&library)).collect();
        library.problems.extend(wrong);
        library
    }

    /// The listing of that id.
    ///
    /// # Errors
    ///
    /// A message with the nearest id, where there is none.
    pub fn get(&self, id: &str) -> Result<&Listing, String> {
        self.listings.get(id).ok_or_else(|| {
            // Only the name is checked first: the chapter is often the slip.
            let name = id.rsplit('/').next().unwrap_or(id);
            let same_name = self.listings.values().find(|it| it.name == name);
            let hint = match same_name {
                Some(listing) => format!("; did you mean \"{}\"?", listing.id()),
                None => did_you_mean(id, self.listings.keys().map(String::as_str)),
            };
            format!("there is no listing \"{id}\"{hint}")
        })
    }

    /// The question of that id.
    ///
    /// # Errors
    ///
    /// A message with the nearest id, where there is none.
    pub fn question(&self, id: &str) -> Result<&Question, String> {
        self.questions.get(id).ok_or_else(|| {
            let name = id.rsplit('/').next().unwrap_or(id);
            let same_name = self.questions.values().find(|it| it.name == name);
            let hint = match same_name {
                Some(question) => format!("; did you mean \"{}\"?", question.id()),
                None => did_you_mean(id, self.questions.keys().map(String::as_str)),
            };
            format!("there is no question \"{id}\"{hint}")
        })
    }

    /// The exercise of that name.
    ///
    /// # Errors
    ///
    /// A message with the nearest name, where there is none, or its files are
    /// not what they should be.
    pub fn exercise(&self, name: &str) -> Result<&Exercise, String> {
        self.exercises.get(name).ok_or_else(|| {
            let hint = did_you_mean(name, self.exercises.keys().map(String::as_str));
            format!("there is no exercise \"{name}\"{hint}")
        })
    }

    fn add_question(&mut self, root: &Path, chapter: &str, path: &Path) {
        let relative = path.strip_prefix(root).unwrap_or(path);
        if path.extension().is_none_or(|it| it != "toml") {
            let message = "is no question; this folder holds NAME.toml files only";
            self.problems.push(Problem::in_file(relative, message));
            return;
        }
        let read = read_text(root, path).map_err(|problem| vec![problem]);
        match read.and_then(|text| Question::parse(relative, chapter, &text)) {
            Ok(question) => {
                let same = self.questions.values().find(|it| it.name == question.name);
                if let Some(first) = same {
                    let first = crate::problem::slashed(&first.file);
                    let message = format!("has the name of {first}; rename one of them");
                    self.problems.push(Problem::in_file(relative, message));
                }
                self.questions.insert(question.id(), question);
            }
            Err(problems) => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                self.unreadable.insert(format!("{chapter}/{name}"));
                self.problems.extend(problems);
            }
        }
    }

    fn add(&mut self, root: &Path, chapter: &str, kind: Kind, dir: &Path) {
        let relative = dir.strip_prefix(root).unwrap_or(dir).to_owned();
        let mut listing = Listing {
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
            let name = file_name(&path);
            let relative = relative.join(&name);
            let text = match read_text(root, &path) {
                Ok(text) => text,
                Err(problem) => {
                    self.problems.push(problem);
                    continue;
                }
            };
            let source = || Source {
                path: relative.clone(),
                name: name.clone(),
                text: text.clone(),
            };
            let example = kind == Kind::Example;
            if name.ends_with(".rs") || name.ends_with(".ts") {
                self.check_width(&relative, &text);
            }
            match name.as_str() {
                "main.rs" => {
                    self.check_rust_text(&relative, kind, &text);
                    listing.rust = Some(source());
                }
                "main.rs.stderr" if !example => listing.diagnostic = Some(text),
                "main.rs.out" | "main.ts.out" if example => {
                    match Snapshot::parse(&relative, &text) {
                        Ok(snapshot) if name == "main.rs.out" => {
                            listing.rust_out = Some(snapshot);
                        }
                        Ok(snapshot) => listing.typescript_out = Some(snapshot),
                        Err(problem) => self.problems.push(problem),
                    }
                }
                // Empty: to be recorded.
                "schedules.json" if example && text.trim().is_empty() => {}
                "schedules.json" if example => match serde_json::from_str(&text) {
                    Ok(schedules) => listing.schedules = Some(schedules),
                    Err(error) => self.problems.push(Problem::at_line(
                        &relative,
                        error.line(),
                        format!("is not what every-schedule writes: {error}"),
                    )),
                },
                _ if example && name.ends_with(".ts") => listing.typescript.push(source()),
                _ => {
                    let allowed = if example {
                        "main.rs, main.ts, further .ts files, main.rs.out, main.ts.out and schedules.json"
                    } else {
                        "main.rs and main.rs.stderr"
                    };
                    self.problems.push(Problem::in_file(
                        &relative,
                        format!("does not belong to a listing; its folder holds {allowed}"),
                    ));
                }
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
            self.problems.push(Problem::in_file(
                &relative,
                "is a listing without a program: add main.rs or main.ts, or remove the folder",
            ));
            return;
        }
        for (out, program, there) in [
            ("main.rs.out", "main.rs", listing.rust.is_some()),
            ("main.ts.out", "main.ts", main_ts),
            ("schedules.json", "main.rs", listing.rust.is_some()),
        ] {
            if !there && dir.join(out).is_file() {
                self.problems.push(Problem::in_file(
                    relative.join(out),
                    format!(
                        "records a program that is not there: add {program} or remove the file"
                    ),
                ));
            }
        }
        if let Some(schedules) = &listing.schedules
            && schedules.complete
            && schedules.endings.len() > 1
        {
            let endings = schedules.endings.iter().map(|ending| Run {
                exit: ending.code,
                stdout: ending.stdout.clone(),
                stderr: String::new(),
            });
            let out = listing.rust_out.get_or_insert_default();
            out.promise.endings = Some(endings.collect());
        }
        self.listings.insert(listing.id(), listing);
    }

    fn check_width(&mut self, file: &Path, text: &str) {
        for (index, line) in text.lines().enumerate() {
            let columns = line.chars().count();
            if columns > WIDTH {
                self.problems.push(Problem::at_line(
                    file,
                    index + 1,
                    format!(
                        "is {columns} columns wide, and two listings stand side by side: \
                         break it after {WIDTH} at most"
                    ),
                ));
            }
        }
    }

    /// mdBook and skeptic read `# ` at the start of a line as "hidden"; a
    /// diagnostic counts lines, so nothing may be cut from its program.
    fn check_rust_text(&mut self, file: &Path, kind: Kind, text: &str) {
        for (index, line) in text.lines().enumerate() {
            let trimmed = line.trim_start();
            let message = if trimmed == "#" || trimmed.starts_with("# ") {
                "starts with `# `, which a page would take for a hidden line; write it otherwise"
            } else if trimmed.starts_with("##") {
                "starts with `##`, of which a page would show one `#`; write it otherwise"
            } else if kind == Kind::CompileFail && anchor_of(line).is_some() {
                "anchors are for examples: the diagnostic names lines, so the page shows them all"
            } else if line.contains("{{#") {
                "holds `{{#`, which mdBook would take for a directive; write it otherwise"
            } else {
                continue;
            };
            self.problems
                .push(Problem::at_line(file, index + 1, message));
        }
    }

    fn refuse_equal_names(&mut self) {
        let mut seen: BTreeMap<&str, &Listing> = BTreeMap::new();
        for listing in self.listings.values() {
            if let Some(first) = seen.insert(&listing.name, listing) {
                self.problems.push(Problem::in_file(
                    &listing.dir,
                    format!(
                        "has the name of {}; cargo would overwrite one program with the \
                         other, so rename one of them",
                        crate::problem::slashed(&first.dir)
                    ),
                ));
            }
        }
    }
}

/// An anchor comment: whether it opens an excerpt, and its name.
pub fn anchor_of(line: &str) -> Option<(bool, &str)> {
    let comment = line.trim_start().strip_prefix("//")?.trim_start();
    if let Some(name) = comment.strip_prefix("ANCHOR_END:") {
        return Some((false, name.trim()));
    }
    Some((true, comment.strip_prefix("ANCHOR:")?.trim()))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !file_name(path).starts_with('.'))
        .collect();
    entries.sort();
    entries
}

pub(crate) fn folders(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|it| it.is_dir()).collect()
}

pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|it| it.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn problems(files: &[(&str, &str)]) -> String {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "listings/threads/Cargo.toml", "");
        write(dir.path(), "listings/mutex/Cargo.toml", "");
        for (path, text) in files {
            write(dir.path(), path, text);
        }
        let library = Library::discover(dir.path());
        let problems: Vec<String> = library.problems.iter().map(Problem::to_string).collect();
        problems.join("\n")
    }

    #[test]
    fn finds_programs_and_records_by_place() {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("listings/threads/Cargo.toml", ""),
            ("listings/threads/examples/a/main.rs", "fn main() {}\n"),
            ("listings/threads/examples/a/worker.ts", ""),
            ("listings/threads/examples/a/main.ts", ""),
            ("listings/threads/examples/a/main.rs.out", "#: exit 0\n"),
            ("listings/threads/compile-fail/b/main.rs", "fn main() {\n"),
            (
                "listings/threads/compile-fail/b/main.rs.stderr",
                "error[E0001]: no\n --> main.rs\nerror: more\n",
            ),
        ] {
            write(dir.path(), path, text);
        }
        let library = Library::discover(dir.path());
        assert_eq!(library.problems, []);
        let a = library.get("threads/a").unwrap();
        let names: Vec<&str> = a.typescript.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["main.ts", "worker.ts"]);
        let b = library.get("threads/b").unwrap();
        assert_eq!(b.kind, Kind::CompileFail);
        assert_eq!(b.error_lines(), ["error[E0001]: no", "error: more"]);
        assert_eq!(
            library.get("mutex/a").unwrap_err(),
            "there is no listing \"mutex/a\"; did you mean \"threads/a\"?"
        );
    }

    #[test]
    fn two_listings_of_one_name_are_refused() {
        let found = problems(&[
            ("listings/threads/examples/same/main.rs", ""),
            ("listings/mutex/compile-fail/same/main.rs", ""),
        ]);
        assert!(
            found.contains("has the name of listings/mutex/compile-fail/same"),
            "{found}"
        );
    }

    #[test]
    fn strays_and_orphans_are_refused() {
        let found = problems(&[
            ("listings/threads/examples/a/main.rs", ""),
            ("listings/threads/examples/a/notes.txt", ""),
            ("listings/threads/examples/a/main.ts.out", "#: exit 0\n"),
            ("listings/threads/examples/b/worker.ts", ""),
            (
                "listings/threads/examples/c/main.rs",
                "# hidden\n\n## Prices\n",
            ),
            (
                "listings/threads/examples/e/main.rs",
                "// a comment that goes on and on until it has left the page, and goes on\n",
            ),
            ("listings/threads/compile-fail/d/main.rs", "// ANCHOR: x\n"),
        ]);
        for expected in [
            "examples/a/notes.txt: does not belong",
            "examples/a/main.ts.out: records a program that is not there",
            "examples/b: is a listing without a program",
            "examples/c/main.rs:1: starts with `# `",
            "examples/c/main.rs:3: starts with `##`",
            "compile-fail/d/main.rs:1: anchors are for examples",
            "examples/e/main.rs:1: is 72 columns wide",
        ] {
            assert!(found.contains(expected), "{expected} not in:\n{found}");
        }
    }
}
