//! `listings/CHAPTER/questions/NAME.toml`: a question about a listing, with
//! choices.
//!
//! The author writes the question, the choices and why; which of them are
//! right is decided by what was explored, compiled and recorded, and a file
//! that says otherwise is a problem.

mod truth;

use crate::listing::Listing;
use crate::problem::Problem;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;
pub use truth::truth;

/// The folder of a chapter's questions, below the chapter's crate.
pub const QUESTIONS: &str = "questions";

/// How many choices fit.
const CHOICES: std::ops::RangeInclusive<usize> = 2..=5;

/// The facts that a choice may state, as the file spells them.
const FACTS: &str = "prints, hangs, compiles, error, line, exit or typescript-prints";

/// A question with its choices.
#[derive(Debug, Clone)]
pub struct Question {
    /// The crate in whose folder it stands.
    pub chapter: String,
    /// The file's name without `.toml`, unique in the whole book.
    pub name: String,
    /// The file, relative to the book's root.
    pub file: PathBuf,
    /// The question. Back quotes mark code.
    pub ask: String,
    /// The line that asks it.
    pub line: usize,
    /// The id of the listing whose facts decide, and where it is named.
    pub about: (String, usize),
    /// Whether the question shows the program.
    pub show: bool,
    /// What a reader can choose.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What it states.
    pub fact: Fact,
    /// The line of the file that states it.
    pub line: usize,
    /// What the reader sees instead of the fact.
    pub says: Option<String>,
    /// Whether its author takes it for right.
    pub right: bool,
    /// Why it is, or is not.
    pub why: String,
}

/// What a choice states about a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// This can be all that it prints to standard output.
    Prints(String),
    /// It can hang; `false`: it cannot.
    Hangs(bool),
    /// It compiles, or does not.
    Compiles(bool),
    /// The compiler refuses it with this code.
    Error(String),
    /// The compiler's first error points at the line that contains this.
    Line(String),
    /// It can end with this exit code.
    Exit(i32),
    /// `main.ts` prints this.
    TypescriptPrints(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    ask: Spanned<String>,
    about: Spanned<String>,
    #[serde(default)]
    show: bool,
    #[serde(default)]
    choice: Vec<Spanned<RawChoice>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawChoice {
    prints: Option<Spanned<String>>,
    hangs: Option<Spanned<bool>>,
    compiles: Option<Spanned<bool>>,
    error: Option<Spanned<String>>,
    line: Option<Spanned<String>>,
    exit: Option<Spanned<i32>>,
    typescript_prints: Option<Spanned<String>>,
    says: Option<String>,
    #[serde(default)]
    right: bool,
    why: Option<String>,
}

impl RawChoice {
    /// Every fact that it states, with its offset.
    fn facts(&mut self) -> Vec<(Fact, usize)> {
        fn one<T>(found: Option<Spanned<T>>, fact: impl Fn(T) -> Fact) -> Option<(Fact, usize)> {
            let found = found?;
            let at = found.span().start;
            Some((fact(found.into_inner()), at))
        }
        [
            one(self.prints.take(), Fact::Prints),
            one(self.hangs.take(), Fact::Hangs),
            one(self.compiles.take(), Fact::Compiles),
            one(self.error.take(), Fact::Error),
            one(self.line.take(), Fact::Line),
            one(self.exit.take(), Fact::Exit),
            one(self.typescript_prints.take(), Fact::TypescriptPrints),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Question {
    /// Reads the text of `file`, a question of `chapter`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form, each with its line.
    pub fn parse(file: &Path, chapter: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let line = |offset: usize| 1 + text[..offset.min(text.len())].matches('\n').count();
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let raw: RawQuestion = toml::from_str(text).map_err(|error| {
            let at = error.span().map(|span| line(span.start));
            let message = format!("is no question: {}", error.message().trim());
            vec![Problem {
                file: file.to_owned(),
                line: at,
                message,
            }]
        })?;
        let mut problems = Vec::new();
        let mut wrong = |line: usize, message: String| {
            problems.push(Problem::at_line(file, line, message));
        };
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.chars().all(known) {
            wrong(
                1,
                format!(
                    "the name \"{name}\" becomes an anchor: use small letters, digits and hyphens"
                ),
            );
        }
        let ask_line = line(raw.ask.span().start);
        if raw.ask.get_ref().trim().is_empty() {
            wrong(ask_line, "`ask` asks nothing".into());
        }
        if !CHOICES.contains(&raw.choice.len()) {
            wrong(
                ask_line,
                format!(
                    "has {} choices; a question has {} to {}, each under [[choice]]",
                    raw.choice.len(),
                    CHOICES.start(),
                    CHOICES.end()
                ),
            );
        }
        let mut choices: Vec<Choice> = Vec::new();
        for spanned in raw.choice {
            let at = line(spanned.span().start);
            let mut raw = spanned.into_inner();
            let mut facts = raw.facts();
            if facts.len() != 1 {
                wrong(
                    at,
                    format!(
                        "this choice states {} facts; it needs exactly one: {FACTS}",
                        facts.len()
                    ),
                );
                continue;
            }
            let (fact, offset) = facts.remove(0);
            let at = line(offset);
            let says = raw.says.filter(|it| !it.trim().is_empty());
            let key = fact.key();
            if says.is_none() && matches!(key, "hangs" | "compiles" | "exit") {
                wrong(
                    at,
                    format!(
                        "`{key}` does not explain itself: write what the reader sees, says = \"…\""
                    ),
                );
            }
            let why = raw.why.unwrap_or_default();
            if why.trim().is_empty() {
                wrong(
                    at,
                    format!(
                        "the choice \"{}\" needs one sentence of explanation, why = \"…\"",
                        label(&fact, says.as_deref())
                    ),
                );
            }
            let choice = Choice {
                fact,
                line: at,
                says,
                right: raw.right,
                why,
            };
            if choices
                .iter()
                .any(|it| it.fact == choice.fact || it.label() == choice.label())
            {
                wrong(
                    at,
                    format!("the choice \"{}\" is there twice", choice.label()),
                );
            }
            choices.push(choice);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let about_line = line(raw.about.span().start);
        Ok(Self {
            chapter: chapter.to_owned(),
            name: name.into_owned(),
            file: file.to_owned(),
            ask: raw.ask.into_inner(),
            line: ask_line,
            about: (raw.about.into_inner(), about_line),
            show: raw.show,
            choices,
        })
    }

    /// `chapter/name`, as the directive spells it.
    pub fn id(&self) -> String {
        format!("{}/{}", self.chapter, self.name)
    }

    /// What a reader reads of it beside the program.
    pub fn words(&self) -> Vec<(usize, &str)> {
        let mut words = vec![(self.line, self.ask.as_str())];
        for it in &self.choices {
            words.extend(it.says.as_deref().map(|says| (it.line, says)));
            words.push((it.line, &it.why));
        }
        words
    }

    /// Holds every choice to the facts of the listing that it is about: what is
    /// marked right must be so, and what is not must not.
    pub fn check(&self, listing: &Listing) -> Vec<Problem> {
        let mut problems = Vec::new();
        for it in &self.choices {
            let name = it.label();
            let message = match (truth(listing, &it.fact), it.right) {
                (Err(message), _) => format!("the choice \"{name}\" cannot be decided: {message}"),
                (Ok((true, _)), true) | (Ok((false, _)), false) => continue,
                (Ok((false, evidence)), true) => format!(
                    "the choice \"{name}\" is marked right, and {evidence}; take its \
                     `right = true` away, or state what is so"
                ),
                (Ok((true, evidence)), false) => format!(
                    "the choice \"{name}\" is not marked right, but {evidence}; mark it with \
                     `right = true`, or state what cannot be"
                ),
            };
            problems.push(Problem::at_line(&self.file, it.line, message));
        }
        for (right, message) in [
            (
                true,
                "no choice is right; mark one or more with right = true",
            ),
            (
                false,
                "no choice is wrong, so there is nothing to choose; add one",
            ),
        ] {
            // Where a mark is false, that is what to mend.
            if problems.is_empty() && self.choices.iter().all(|it| it.right != right) {
                problems.push(Problem::at_line(&self.file, self.line, message));
            }
        }
        problems
    }

    /// Whether it asks what the TypeScript prints, and whether it asks anything
    /// about the Rust.
    pub fn languages(&self) -> (bool, bool) {
        let typescript = |it: &Choice| matches!(it.fact, Fact::TypescriptPrints(_));
        (
            self.choices.iter().any(typescript),
            !self.choices.iter().all(typescript),
        )
    }
}

impl Choice {
    /// What names it in a message.
    pub fn label(&self) -> String {
        label(&self.fact, self.says.as_deref())
    }

    /// Whether it is one of several things that may happen.
    pub fn is_possibility(&self, listing: &Listing) -> bool {
        let endings = listing.schedules.as_ref().map_or(0, |it| it.endings.len());
        matches!(
            self.fact,
            Fact::Prints(_) | Fact::Exit(_) | Fact::Hangs(true)
        ) && endings > 1
    }
}

impl Fact {
    /// How the file spells it.
    fn key(&self) -> &'static str {
        match self {
            Self::Prints(_) => "prints",
            Self::Hangs(_) => "hangs",
            Self::Compiles(_) => "compiles",
            Self::Error(_) => "error",
            Self::Line(_) => "line",
            Self::Exit(_) => "exit",
            Self::TypescriptPrints(_) => "typescript-prints",
        }
    }
}

fn label(fact: &Fact, says: Option<&str>) -> String {
    match (says, fact) {
        (Some(says), _) => says.to_owned(),
        (None, Fact::Prints(text) | Fact::TypescriptPrints(text)) => one_line(text),
        (None, Fact::Error(text) | Fact::Line(text)) => text.clone(),
        (None, Fact::Hangs(it) | Fact::Compiles(it)) => format!("{} = {it}", fact.key()),
        (None, Fact::Exit(code)) => format!("exit = {code}"),
    }
}

/// Output in one line: `order 7 is paid\norder 7 is packed`.
fn one_line(text: &str) -> String {
    text.trim_end().replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
