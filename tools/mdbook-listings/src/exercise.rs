//! Exercises in the page: `exercises/NAME`, shown by `{{#exercise NAME}}`.
//!
//! What a page says about an exercise is what its files say. Nothing is
//! written twice: a reader on the site and one with the repository open have
//! the same statement, hints, code and solution before them.

use crate::expand::{COPY, Page, escape, fence, head, inline};
use crate::listing::{Source, files, folders};
use crate::problem::{Problem, did_you_mean, read_text};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The folder of all exercises, below the book's root.
pub const EXERCISES: &str = "exercises";

/// Where [`index`] tells how to begin again, from the top of the book.
const BEGIN_AGAIN: &str = "exercises.html#begin-again-and-keep-what-you-have";

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

    /// The section that shows it. `port` is the figure of the program to port.
    ///
    /// # Errors
    ///
    /// Links of its files that lead nowhere from a page.
    pub fn section(
        &self,
        number: &str,
        page: Page<'_>,
        all: &BTreeMap<String, Self>,
        port: &str,
    ) -> Result<String, Vec<String>> {
        let mut problems = Vec::new();
        let mut words = |text: &str, file: &str| {
            let file = format!("{EXERCISES}/{}/{file}", self.name);
            links(text, &file, page, all).unwrap_or_else(|found| {
                problems.extend(found);
                String::new()
            })
        };
        let ported = |line: &str| line.starts_with(PORT);
        let (before, after) = match self.statement.lines().position(ported) {
            Some(at) => {
                let lines: Vec<&str> = self.statement.lines().collect();
                (lines[..at].join("\n"), lines[at + 1..].join("\n"))
            }
            None => (self.statement.clone(), String::new()),
        };
        let before = words(&before, "README.md");
        let after = words(&after, "README.md");
        let hints = words(&self.hints, "README.md");
        let alternatives = words(&self.alternatives, "solution/README.md");
        if !problems.is_empty() {
            return Err(problems);
        }
        let port = match port {
            "" => String::new(),
            figure => format!("The Node version, to port:\n\n{figure}\n"),
        };
        let mut wrong = String::new();
        for (file, message) in &self.wrong {
            let _ = writeln!(
                wrong,
                "<li><code>{}</code>: &quot;{}&quot;</li>",
                escape(file),
                inline(message)
            );
        }
        let anchor = self.anchor();
        let name = &self.name;
        Ok(format!(
            "<section class=\"exercise\" aria-labelledby=\"{anchor}\">\n\n\
             ### <span class=\"exercise-number\">{number}</span> {title} {{#{anchor}}}\n\n\
             {before}\n\n{port}{after}\n\n\
             <p class=\"exercise-note\">You edit <code>{EXERCISES}/{name}/src/lib.rs</code>. However \
             far you get, the book's own <code>cargo test</code> stays green: it tries copies. \
             <a href=\"{top}{begin}\">Begin again, and keep what you have</a>.</p>\n\n\
             {given}{hints}\n\n{solution}\
             <details class=\"exercise-more\"><summary>Looks right, and is refused</summary>\n\
             <p>The folder <code>{EXERCISES}/{name}/wrong</code> has these, and what the tests say of \
             each:</p>\n<ul>\n{wrong}</ul>\n</details>\n</section>\n",
            title = self.title,
            top = page.top,
            begin = BEGIN_AGAIN,
            given = code("The code as given", &self.given, page, ""),
            solution = code(
                "A solution, and what else would do",
                &self.solution,
                page,
                &format!("\n{alternatives}\n\n")
            ),
        ))
    }
}

/// A file of code to unfold, with more below it.
fn code(summary: &str, source: &Source, page: Page<'_>, more: &str) -> String {
    format!(
        "<details class=\"exercise-code\"><summary>{summary}</summary>\n\
         <div class=\"listing\">\n<div class=\"panes\">\n<div class=\"pane pane-rust\">\n\
         <div class=\"sources\">\n{}{}</div>\n</div>\n</div>\n</div>\n{more}</details>\n\n",
        head("Rust", source, page, COPY),
        // It is no program: `--test exercises` of book-tests compiles and runs it.
        fence("rust,ignore", source.text.trim_end())
    )
}

/// What `{{#exercises}}` becomes: the README of all exercises, `text`, without
/// its title.
///
/// # Errors
///
/// The file has no title, or links that lead nowhere from a page.
pub fn index(
    text: &str,
    page: Page<'_>,
    all: &BTreeMap<String, Exercise>,
) -> Result<String, Vec<String>> {
    let file = format!("{EXERCISES}/README.md");
    let Some((_, body)) = text.split_once('\n').filter(|it| it.0.starts_with("# ")) else {
        return Err(vec![format!("{file} begins with a title, `# Exercises`")]);
    };
    links(body.trim(), &file, page, all)
}

/// The text of `file` with its relative links as a page needs them.
fn links(
    text: &str,
    file: &str,
    page: Page<'_>,
    all: &BTreeMap<String, Exercise>,
) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let text = link_pattern(text, |target| {
        if target.contains("://") || target.starts_with('#') {
            return None;
        }
        let path = from_root(file, target);
        if let Some(to) = path.strip_prefix("src/") {
            return Some(format!("{}{to}", page.top));
        }
        let exercise = path
            .strip_prefix("exercises/")
            .and_then(|it| it.strip_suffix("/README.md"));
        let Some(name) = exercise else {
            problems.push(format!(
                "{file} links to {target}, which a page cannot show; link to a page of src/ or \
                 to the README.md of another exercise"
            ));
            return None;
        };
        let Some(exercise) = all.get(name) else {
            let near = did_you_mean(name, all.keys().map(String::as_str));
            problems.push(format!(
                "{file} links to {target}, which is no exercise{near}"
            ));
            return None;
        };
        let (page_of, anchor) = (exercise.page(), exercise.anchor());
        Some(format!("{}{page_of}#{anchor}", page.top))
    });
    match problems.is_empty() {
        true => Ok(text),
        false => Err(problems),
    }
}

/// Where a link of `file` leads, from the book's root.
fn from_root(file: &str, target: &str) -> String {
    let mut path: Vec<&str> = file.split('/').collect();
    path.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// The text with the targets of its links replaced where `by` gives another.
fn link_pattern(text: &str, mut by: impl FnMut(&str) -> Option<String>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        result.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (target, after) = after.split_at(end);
        result.push_str(&by(target).unwrap_or_else(|| target.to_owned()));
        rest = after;
    }
    result + rest
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
