//! Questions in the page: `listings/CHAPTER/questions/NAME.toml`.
//!
//! The author writes the question, the choices and why; which of them are
//! right is decided by what was explored, compiled and recorded, and a file
//! that says otherwise is a problem.

use crate::directive::{Directive, Show};
use crate::expand::{OVERWRITE, Page, escape, inline, permalink};
use crate::listing::{Kind, Library, Listing};
use crate::problem::{Problem, slashed};
use crate::scan::directives;
use crate::schedules::Schedules;
use crate::snapshot::Snapshot;
use mdbook_preprocessor::book::Book;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use toml::Spanned;

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

    /// Holds every choice to the facts: what is marked right must be so, and
    /// what is not must not.
    pub fn check(&self, library: &Library) -> Vec<Problem> {
        let listing = match library.get(&self.about.0) {
            Ok(listing) => listing,
            Err(message) => return vec![Problem::at_line(&self.file, self.about.1, message)],
        };
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

    /// What to show of the program, if the question shows it.
    pub fn program(&self) -> Option<Directive> {
        let typescript = |it: &Choice| matches!(it.fact, Fact::TypescriptPrints(_));
        self.show.then(|| Directive {
            id: self.about.0.clone(),
            show: Some(Show {
                typescript: self.choices.iter().any(typescript),
                rust: !self.choices.iter().all(typescript),
                ..Show::default()
            }),
            ..Directive::default()
        })
    }

    /// The mark-up of the whole question. `figure` is the program's, `link`
    /// where the reader can see the answer, and `proof` what decides it, where
    /// no figure of the page shows that.
    pub fn section(
        &self,
        number: &str,
        listing: &Listing,
        figure: &str,
        link: &(String, &str),
        proof: Option<&Proof>,
    ) -> String {
        let id = format!("question-{}", self.name);
        let (address, words) = link;
        let see = format!("<a href=\"{}\">{words}</a>", escape(address));
        let right = self.choices.iter().filter(|it| it.right).count();
        let hint = match right {
            0 | 1 => String::new(),
            _ => {
                let all = self.choices.iter().all(|it| it.is_possibility(listing));
                let word = if all { "possible" } else { "right" };
                format!(" <span class=\"question-hint\">Choose all that are {word}.</span>")
            }
        };
        let number = permalink("question-number ", &id, "question", number);
        let kind = if right == 1 { "radio" } else { "checkbox" };
        let mut html = format!(
            "<section class=\"question\" id=\"{id}\" data-question=\"{}\" \
             aria-labelledby=\"{id}-ask\">\n\
             <p class=\"question-ask\" id=\"{id}-ask\">{number} {}{hint}</p>\n{figure}<ol class=\"question-choices\">\n",
            escape(&self.id()),
            inline(&self.ask)
        );
        let letters = || self.choices.iter().zip('A'..);
        for (it, letter) in letters() {
            let _ = writeln!(
                html,
                "<li><label><input class=\"needs-js\" type=\"{kind}\" name=\"{id}\" \
                 value=\"{letter}\" disabled> <span class=\"question-letter\">{letter}</span> \
                 <span class=\"question-text\">{}</span></label></li>",
                it.html()
            );
        }
        html += "</ol>\n\
             <p class=\"question-tools needs-js\"><button type=\"button\" \
             class=\"question-check\" disabled>Check</button> <span class=\"question-said\" \
             role=\"status\"></span></p>\n\
             <details class=\"question-answer\"><summary>Answer</summary>\n<ol>\n";
        for (it, letter) in letters() {
            let class = if it.right { " class=\"right\"" } else { "" };
            let verdict = match (it.is_possibility(listing), it.right) {
                (true, true) => "is possible",
                (true, false) => "is not possible",
                (false, true) => "is right",
                (false, false) => "is wrong",
            };
            let _ = writeln!(
                html,
                "<li{class} data-choice=\"{letter}\"><strong>{letter} {verdict}.</strong> {} \
                 <span class=\"question-see\">{see}</span></li>",
                inline(&it.why)
            );
        }
        // A proof follows at once.
        let at_the_end = match proof {
            Some(_) => String::new(),
            None => format!("<p>{see}</p>\n"),
        };
        let _ = write!(html, "</ol>\n{at_the_end}</details>\n");
        if let Some(proof) = proof {
            // The target of the link is inside: a browser that goes to it unfolds.
            let _ = write!(
                html,
                "<details class=\"question-proof\"><summary>{}</summary>\n<div id=\"{}\">\n{}</div>\n\
                 </details>\n",
                proof.summary,
                proof.anchor(),
                proof.html
            );
        }
        html + "</section>\n"
    }
}

/// What decides a question about a program that no other figure shows: its
/// schedules, its output, or the compiler's answer.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The name of the listing.
    pub name: String,
    /// What to press to see it.
    pub summary: &'static str,
    /// What a link to it says.
    pub see: &'static str,
    /// The mark-up.
    pub html: String,
}

impl Proof {
    /// Where it stands on the page.
    pub fn anchor(&self) -> String {
        format!("proof-{}", self.name)
    }
}

impl Choice {
    /// What names it in a message.
    pub fn label(&self) -> String {
        label(&self.fact, self.says.as_deref())
    }

    /// Whether it is one of several things that may happen.
    fn is_possibility(&self, listing: &Listing) -> bool {
        let endings = listing.schedules.as_ref().map_or(0, |it| it.endings.len());
        matches!(
            self.fact,
            Fact::Prints(_) | Fact::Exit(_) | Fact::Hangs(true)
        ) && endings > 1
    }

    /// What the reader chooses. A label holds no blocks, so lines are broken
    /// by hand.
    fn html(&self) -> String {
        if let Some(says) = &self.says {
            return inline(says);
        }
        match &self.fact {
            Fact::Prints(text) | Fact::TypescriptPrints(text) => {
                let lines: Vec<String> = text.trim_end().lines().map(escape).collect();
                match lines.len() {
                    0 => "nothing".to_owned(),
                    1 => format!("<code>{}</code>", lines[0]),
                    _ => format!(
                        "<code class=\"question-lines\">{}</code>",
                        lines.join("<br>")
                    ),
                }
            }
            Fact::Error(code) => {
                format!("The compiler refuses it: <code>{}</code>", escape(code))
            }
            Fact::Line(text) => format!("<code>{}</code>", escape(text)),
            // The form was checked: these have their words.
            fact => escape(&label(fact, None)),
        }
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

/// Whether a fact holds of a listing, and the words that say what decides.
///
/// # Errors
///
/// Why nobody knows, and what to do about it.
pub fn truth(listing: &Listing, fact: &Fact) -> Result<(bool, String), String> {
    let id = listing.id();
    if let Fact::TypescriptPrints(text) = fact {
        if listing.typescript.is_empty() {
            return Err(format!("{id} has no main.ts"));
        }
        return recorded(text, listing.typescript_out.as_ref(), "main.ts.out");
    }
    let Some(rust) = &listing.rust else {
        return Err(format!("{id} has no main.rs; ask what main.ts prints"));
    };
    if listing.kind == Kind::CompileFail {
        let first = first_error(listing)?;
        let answer = |holds: bool| Ok((holds, format!("the compiler refuses {id}: {}", first.0)));
        return match fact {
            Fact::Compiles(it) => answer(!it),
            Fact::Error(code) => {
                let start = format!("error[{code}]");
                answer(
                    listing
                        .error_lines()
                        .iter()
                        .any(|line| line.starts_with(&start)),
                )
            }
            Fact::Line(text) => {
                let line = only_line(&rust.text, text, &id)?;
                let number = first
                    .1
                    .ok_or("its main.rs.stderr points at no line of main.rs")?;
                let at = rust.text.lines().nth(number - 1).unwrap_or_default();
                Ok((
                    line == number,
                    format!("the first error points at line {number}, `{}`", at.trim()),
                ))
            }
            Fact::Hangs(false) => Err(format!(
                "{id} does not compile, so it neither hangs nor ends; ask something else"
            )),
            _ => answer(false),
        };
    }
    let compiles = |holds: bool| Ok((holds, format!("{id} compiles")));
    match fact {
        Fact::Compiles(it) => compiles(*it),
        Fact::Error(_) => compiles(false),
        Fact::Line(text) => {
            only_line(&rust.text, text, &id)?;
            compiles(false)
        }
        Fact::Prints(text) => match explored(listing)? {
            Some(schedules) => {
                let all = &schedules.endings;
                let same = |a: &str| a.trim_end() == text.trim_end();
                let holds = all.iter().filter(|it| same(&it.stdout)).count();
                Ok(match holds {
                    0 => {
                        let mut outputs: Vec<String> = all
                            .iter()
                            .map(|it| format!("\"{}\"", one_line(&it.stdout)))
                            .collect();
                        outputs.dedup();
                        let printed = outputs.join(", ");
                        (
                            false,
                            format!("no schedule prints it (what {id} can print: {printed})"),
                        )
                    }
                    _ => (
                        true,
                        format!(
                            "it is printed in {holds} of the {} endings of {id}",
                            all.len()
                        ),
                    ),
                })
            }
            None => recorded(text, listing.rust_out.as_ref(), "main.rs.out"),
        },
        Fact::Hangs(it) => {
            let recorded = listing.rust_out.as_ref();
            let (hangs, evidence) = match explored(listing)? {
                Some(schedules) => {
                    let stuck = schedules.endings.iter().find(|it| it.code.is_none());
                    match stuck {
                        Some(ending) => (true, format!("one ending of {id} is a {}", ending.kind)),
                        None => (false, format!("no schedule of {id} hangs")),
                    }
                }
                None if recorded.is_some_and(|it| it.promise.hangs.is_some()) => {
                    (true, format!("main.rs.out of {id} says that it hangs"))
                }
                None => {
                    return Err(format!(
                        "a run of {id} proves nothing about the next; have every schedule \
                         explored: an empty schedules.json, see CONTRIBUTING.md"
                    ));
                }
            };
            Ok((hangs == *it, evidence))
        }
        Fact::Exit(code) => match explored(listing)? {
            Some(schedules) => {
                let codes: Vec<Option<i32>> = schedules.endings.iter().map(|it| it.code).collect();
                let mut words: Vec<String> = codes
                    .iter()
                    .map(|it| it.map_or("none, it hangs".into(), |it| it.to_string()))
                    .collect();
                words.sort();
                words.dedup();
                Ok((
                    codes.contains(&Some(*code)),
                    format!("the exit codes of {id} are: {}", words.join(", ")),
                ))
            }
            None => {
                let run = listing.rust_out.as_ref().and_then(|it| it.run.as_ref());
                let run = run.ok_or_else(|| unrecorded("main.rs.out"))?;
                let words = run.exit.map_or("no exit code, it hangs".into(), |it| {
                    format!("the exit code {it}")
                });
                Ok((
                    run.exit == Some(*code),
                    format!("main.rs.out of {id} records {words}"),
                ))
            }
        },
        Fact::TypescriptPrints(_) => unreachable!("answered above"),
    }
}

/// The schedules of a listing, which must be all there are.
fn explored(listing: &Listing) -> Result<Option<&Schedules>, String> {
    match &listing.schedules {
        Some(schedules) if !schedules.complete => Err(format!(
            "not every schedule of {} was explored; make its program smaller",
            listing.id()
        )),
        schedules => Ok(schedules.as_ref()),
    }
}

fn unrecorded(file: &str) -> String {
    format!("{file} holds no recorded output; {OVERWRITE}")
}

/// What a program of one order prints.
fn recorded(text: &str, snapshot: Option<&Snapshot>, file: &str) -> Result<(bool, String), String> {
    let Some((snapshot, run)) = snapshot.and_then(|it| Some((it, it.run.as_ref()?))) else {
        return Err(unrecorded(file));
    };
    if !snapshot.promise.is_fixed() {
        return Err(format!(
            "{file} says that the output is not the same each time; have every schedule \
             explored (an empty schedules.json), or ask about another listing"
        ));
    }
    Ok((
        text.trim_end() == run.stdout.trim_end(),
        format!("{file} records \"{}\"", one_line(&run.stdout)),
    ))
}

/// The first error that the compiler reports: its line, and the line of
/// main.rs that it points at.
fn first_error(listing: &Listing) -> Result<(&str, Option<usize>), String> {
    let text = listing.diagnostic.as_deref().unwrap_or_default();
    let mut lines = text
        .lines()
        .skip_while(|line| !line.starts_with("error[") && !line.starts_with("error: "));
    let first = lines.next().ok_or_else(|| unrecorded("main.rs.stderr"))?;
    let place = lines.find_map(|line| line.trim_start().strip_prefix("--> main.rs:"));
    let number = place.and_then(|it| it.split(':').next()?.parse().ok());
    Ok((first, number))
}

/// The number of the only line that contains `text`.
fn only_line(source: &str, text: &str, id: &str) -> Result<usize, String> {
    let mut found = source
        .lines()
        .zip(1..)
        .filter(|(line, _)| line.contains(text))
        .map(|it| it.1);
    match (found.next(), found.next()) {
        (Some(line), None) => Ok(line),
        (None, _) => Err(format!("no line of main.rs of {id} contains it")),
        (Some(a), Some(b)) => Err(format!(
            "the lines {a} and {b} of main.rs of {id} contain it; write more of the one you mean"
        )),
    }
}

/// Where pages show listings.
#[derive(Debug, Clone, Default)]
pub struct Places {
    by_listing: BTreeMap<String, Vec<Place>>,
}

#[derive(Debug, Clone)]
struct Place {
    file: PathBuf,
    /// The page from the top of the book.
    address: String,
    anchor: String,
    what: What,
}

/// What a page shows of a listing, the best answer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Schedules,
    Answer,
    Message,
    Program,
}

impl Places {
    /// Finds them in the directives of a book whose pages are below `source`.
    pub fn of(book: &Book, source: &Path, library: &Library) -> Self {
        let mut places = Self::default();
        for chapter in book.chapters() {
            let (Some(file), Some(path)) = (&chapter.source_path, &chapter.path) else {
                continue;
            };
            let address = slashed(&path.with_extension("html"));
            for it in directives(&chapter.content) {
                let inner = it.inner.unwrap_or_default();
                let directive = match it.name {
                    "listing" => Directive::parse(inner).ok(),
                    "question" => library
                        .questions
                        .get(inner.trim())
                        .and_then(Question::program),
                    _ => None,
                };
                let Some(directive) = directive else { continue };
                let Some(listing) = library.listings.get(&directive.id) else {
                    continue;
                };
                let (what, anchor) = place_of(&directive, listing);
                let place = Place {
                    file: source.join(file),
                    address: address.clone(),
                    anchor,
                    what,
                };
                places
                    .by_listing
                    .entry(directive.id)
                    .or_default()
                    .push(place);
            }
        }
        places
    }

    /// Where `page` sends a reader who wants to see for himself, and the words
    /// for it.
    pub fn link(&self, listing: &Listing, page: Page<'_>) -> (String, &'static str) {
        let here = |it: &Place| it.file == page.file;
        let best = self
            .by_listing
            .get(&listing.id())
            .into_iter()
            .flatten()
            .min_by_key(|it| (it.what == What::Program, !here(it), it.what));
        let Some(it) = best else {
            return (format!("#listing-{}", listing.name), "See the listing");
        };
        let page_address = match here(it) {
            true => String::new(),
            false => format!("{}{}", page.top, it.address),
        };
        let words = match it.what {
            What::Schedules => "See it in the figure",
            What::Answer => "See it in the listing",
            What::Message => "See what the message means",
            What::Program => "See the program again",
        };
        (format!("{page_address}#{}", it.anchor), words)
    }
}

fn place_of(directive: &Directive, listing: &Listing) -> (What, String) {
    let name = &listing.name;
    let (message, rust, output, whole) = match directive.show {
        Some(it) => (it.message, it.rust, it.output, it.output || it.diagnostic),
        None => (false, true, true, true),
    };
    if message {
        return (What::Message, format!("message-{name}"));
    }
    if let Some(excerpt) = &directive.anchor {
        return (What::Program, format!("listing-{name}-{excerpt}"));
    }
    match () {
        () if listing.schedules.is_some() && rust && output => {
            (What::Schedules, format!("schedules-{name}"))
        }
        () if whole => (What::Answer, format!("listing-{name}")),
        () => (What::Program, format!("listing-{name}")),
    }
}

#[cfg(test)]
mod tests;
