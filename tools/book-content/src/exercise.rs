//! `exercises/NAME`: a task with tests, its solution, and what looks right and
//! is not.
//!
//! What a page says about an exercise is what its files say. Nothing is
//! written twice: a reader on the site and one with the repository open have
//! the same statement, hints, code and solution before them.

use crate::files::{files, folders, read_text};
use crate::problem::Problem;
use crate::source::Source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of all exercises, below the book's root.
pub const EXERCISES: &str = "exercises";

/// The last line of the README of every exercise; a page has the files
/// themselves instead.
const LAST: &str = "The [solution](solution/lib.rs), and [what else would do](solution/README.md).";

/// How the line begins that says which message the tests give at first.
const ANNOUNCES: &str = "As given, the tests say: \"";

/// How a wrong solution begins: with a part of the message that refuses it.
const REFUSED: &str = "// refused: ";

/// From an exercise's folder to the pages.
const TO_PAGES: &str = "../../src/";

/// From an exercise's folder to the listings of the book.
const TO_LISTINGS: &str = "../../listings/";

/// How the line begins that leads to a TypeScript program to port.
const PORT: &str = "The Node version, to port: [main.ts](";

/// One exercise.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// The folder's name, which is the package's.
    pub name: String,
    /// Its README, relative to the book's root.
    pub file: PathBuf,
    /// The title of the README.
    pub title: String,
    /// The pages that its README names, as `mutex.md`; the first one shows it.
    pub pages: Vec<String>,
    /// What to do: the README without its frame, up to the first hint.
    pub statement: String,
    /// The id of the listing whose TypeScript is to be ported.
    pub port: Option<String>,
    /// The hints, a disclosure each.
    pub hints: String,
    /// What the tests say of it as given, in part.
    pub announced: String,
    /// `given/lib.rs`.
    pub given: Source,
    /// `solution/lib.rs`.
    pub solution: Source,
    /// `solution/README.md` without its title.
    pub alternatives: String,
    /// The wrong solutions: their file's name, and what the tests say, in part.
    pub wrong: Vec<(String, String)>,
}

/// The exercises that `root` has, and what is wrong with their files.
pub fn discover(root: &Path) -> (BTreeMap<String, Exercise>, Vec<Problem>) {
    let mut exercises = BTreeMap::new();
    let mut problems = Vec::new();
    for dir in folders(&root.join(EXERCISES)) {
        // A reader may have other folders there, such as a build's.
        if !dir.join("given").is_dir() {
            continue;
        }
        match Exercise::read(root, &dir) {
            Ok(exercise) => {
                exercises.insert(exercise.name.clone(), exercise);
            }
            Err(found) => problems.extend(found),
        }
    }
    (exercises, problems)
}

/// The README of all exercises; empty where there is none.
pub fn about_all(root: &Path) -> String {
    read_text(root, &root.join(EXERCISES).join("README.md")).unwrap_or_default()
}

impl Exercise {
    /// Reads the exercise in `dir`.
    ///
    /// # Errors
    ///
    /// Whatever is missing, and every line that a page could not show.
    pub fn read(root: &Path, dir: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let relative = |file: &str| {
            let path = dir.join(file);
            path.strip_prefix(root).unwrap_or(&path).to_owned()
        };
        let read = |file: &str, problems: &mut Vec<Problem>| {
            read_text(root, &dir.join(file)).unwrap_or_else(|mut problem| {
                problem.message += "; every exercise has this file";
                problems.push(problem);
                String::new()
            })
        };
        let readme = read("README.md", &mut problems);
        let alternatives = read("solution/README.md", &mut problems);
        let source = |file: &str, text: String| Source {
            name: "lib.rs".into(),
            path: relative(file),
            text,
        };
        // Where the reader finds it; there it may be half solved.
        let given = source("src/lib.rs", read("given/lib.rs", &mut problems));
        let solution = source("solution/lib.rs", read("solution/lib.rs", &mut problems));
        let mut wrong = Vec::new();
        for path in files(&dir.join("wrong")) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let file = format!("wrong/{name}");
            let text = read(&file, &mut problems);
            let message = text.lines().next().unwrap_or_default();
            match message.strip_prefix(REFUSED).map(str::trim) {
                Some(message) if message.len() > 9 => {
                    wrong.push((name.into_owned(), message.to_owned()));
                }
                _ => problems.push(Problem::at_line(
                    relative(&file),
                    1,
                    format!("begins with `{REFUSED}PART OF THE MESSAGE THAT REFUSES IT`"),
                )),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }

        let file = relative("README.md");
        let mut complain = |line: usize, message: String| {
            problems.push(Problem::at_line(&file, line, message));
        };
        let lines: Vec<&str> = readme.trim_end().lines().collect();
        let title = lines.first().and_then(|line| line.strip_prefix("# "));
        if title.is_none() {
            complain(1, "begins with the title, `# Seat booking`".into());
        }
        let chapters = lines.iter().position(|line| line.starts_with("*Chapter"));
        let pages = chapters.map_or(Vec::new(), |at| pages_of(lines[at]));
        if pages.is_empty() {
            complain(
                3,
                format!("says where it belongs, `*Chapter: [Title]({TO_PAGES}mutex.md)*`"),
            );
        }
        if lines.last() != Some(&LAST) {
            complain(lines.len(), format!("ends with this line: {LAST}"));
        }
        let announced = lines
            .iter()
            .find_map(|line| line.strip_prefix(ANNOUNCES)?.strip_suffix('"'));
        if announced.is_none() {
            complain(1, format!("needs a line `{ANNOUNCES}…\"`"));
        }
        let body = &lines[chapters.map_or(0, |at| at + 1)..lines.len().saturating_sub(1)];
        let hints = body.iter().position(|line| line.starts_with("<details>"));
        if hints.is_none() {
            complain(
                1,
                "has no hint, `<details><summary>Hint 1: …</summary>`".into(),
            );
        }
        let (statement, hints) = body.split_at(hints.unwrap_or(body.len()));
        let mut port = None;
        for (line, number) in lines.iter().zip(1..) {
            if let Some(rest) = line.strip_prefix(PORT) {
                port = listing_of(rest);
                if port.is_none() {
                    complain(
                        number,
                        format!("is written `{PORT}{TO_LISTINGS}CHAPTER/examples/NAME/main.ts)`"),
                    );
                }
            } else if line.starts_with("```ts") {
                complain(
                    number,
                    format!(
                        "a TypeScript program is a listing, so that it is compiled and run; \
                         write `{PORT}{TO_LISTINGS}CHAPTER/examples/NAME/main.ts)`"
                    ),
                );
            }
        }
        let alternatives = match alternatives.split_once('\n') {
            Some((title, rest)) if title.starts_with("# ") => rest.trim().to_owned(),
            _ => {
                problems.push(Problem::at_line(
                    relative("solution/README.md"),
                    1,
                    "begins with a title, which the page leaves out",
                ));
                String::new()
            }
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let name = dir.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self {
            name: name.into_owned(),
            title: title.unwrap_or_default().to_owned(),
            pages,
            statement: statement.join("\n").trim().to_owned(),
            port,
            hints: hints.join("\n").trim().to_owned(),
            announced: announced.unwrap_or_default().to_owned(),
            given,
            solution,
            alternatives,
            wrong,
            file,
        })
    }

    /// Where its page shows it.
    pub fn anchor(&self) -> String {
        format!("exercise-{}", self.name)
    }

    /// The page that shows it, as `mutex.md`.
    pub fn page(&self) -> &str {
        self.pages.first().map_or("", String::as_str)
    }

    /// The statement before the line that leads to the program to port, and
    /// after it; the second is empty where there is none.
    pub fn around_port(&self) -> (String, String) {
        let lines: Vec<&str> = self.statement.lines().collect();
        match lines.iter().position(|line| line.starts_with(PORT)) {
            Some(at) => (lines[..at].join("\n"), lines[at + 1..].join("\n")),
            None => (self.statement.clone(), String::new()),
        }
    }
}

/// The pages that a line of links names, as `mutex.md`.
fn pages_of(line: &str) -> Vec<String> {
    let start = format!("]({TO_PAGES}");
    line.split(&start)
        .skip(1)
        .filter_map(|it| Some(it.split_once(')')?.0.to_owned()))
        .collect()
}

/// `channels/progress-bar` for `../../listings/channels/examples/progress-bar/main.ts)`.
fn listing_of(rest: &str) -> Option<String> {
    let path = rest.strip_prefix(TO_LISTINGS)?.strip_suffix("/main.ts)")?;
    let (chapter, name) = path.split_once("/examples/")?;
    Some(format!("{chapter}/{name}"))
}

#[cfg(test)]
mod tests;
