//! All that lies in the folders.

use crate::exercise::{self, Exercise};
use crate::files::{file_name, files, folders, read_text};
use crate::listing::{Kind, LISTINGS, Listing};
use crate::problem::{Problem, did_you_mean, slashed};
use crate::question::{QUESTIONS, Question};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every listing, question and exercise of the book, and what is wrong with
/// them.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The listings by their `chapter/name`.
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
    /// Reads everything below `root`.
    pub fn discover(root: &Path) -> Self {
        let (exercises, problems) = exercise::discover(root);
        let mut library = Self {
            exercises,
            problems,
            about_exercises: exercise::about_all(root),
            ..Self::default()
        };
        for chapter_dir in folders(&root.join(LISTINGS)) {
            if !chapter_dir.join("Cargo.toml").is_file() {
                continue; // node_modules
            }
            let chapter = file_name(&chapter_dir);
            for (folder, kind) in Kind::FOLDERS {
                for dir in folders(&chapter_dir.join(folder)) {
                    let problems = &mut library.problems;
                    let listing = Listing::read(root, &chapter, kind, &dir, problems);
                    library.listings.extend(listing.map(|it| (it.id(), it)));
                }
            }
            for path in files(&chapter_dir.join(QUESTIONS)) {
                library.add_question(root, &chapter, &path);
            }
        }
        library.refuse_equal_names();
        let questions = library.questions.values();
        let wrong: Vec<Problem> = questions.flat_map(|it| library.check(it)).collect();
        library.problems.extend(wrong);
        library
    }

    /// The listing of that id.
    ///
    /// # Errors
    ///
    /// A message with the nearest id, where there is none.
    pub fn get(&self, id: &str) -> Result<&Listing, String> {
        named(&self.listings, "listing", id)
    }

    /// The question of that id.
    ///
    /// # Errors
    ///
    /// A message with the nearest id, where there is none.
    pub fn question(&self, id: &str) -> Result<&Question, String> {
        named(&self.questions, "question", id)
    }

    /// The exercise of that name.
    ///
    /// # Errors
    ///
    /// A message with the nearest name, where there is none, or its files are
    /// not what they should be.
    pub fn exercise(&self, name: &str) -> Result<&Exercise, String> {
        named(&self.exercises, "exercise", name)
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
                    let first = slashed(&first.file);
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

    /// What is wrong with a question, held to the facts of its listing.
    fn check(&self, question: &Question) -> Vec<Problem> {
        match self.get(&question.about.0) {
            Ok(listing) => question.check(listing),
            Err(message) => vec![Problem::at_line(&question.file, question.about.1, message)],
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
                        slashed(&first.dir)
                    ),
                ));
            }
        }
    }
}

/// The one of that id, or a message with the nearest id.
fn named<'a, T>(all: &'a BTreeMap<String, T>, what: &str, id: &str) -> Result<&'a T, String> {
    all.get(id).ok_or_else(|| {
        // Only the name is checked first: the chapter is often the slip.
        let name = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
        let same_name = all.keys().find(|it| name(it) == name(id));
        let hint = match same_name {
            Some(near) => format!("; did you mean \"{near}\"?"),
            None => did_you_mean(id, all.keys().map(String::as_str)),
        };
        format!("there is no {what} \"{id}\"{hint}")
    })
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
