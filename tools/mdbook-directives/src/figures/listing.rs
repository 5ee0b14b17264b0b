//! The figure of a listing: its programs side by side, and what each prints, or
//! why the compiler refuses it.

use super::schedules;
use crate::directive::Expanded;
use crate::fault::Faults;
use crate::html::{block, fence, filters};
use crate::page::Page;
use crate::places::{Subject, What};
use askama::Template;
use book_content::diagnostic::Diagnostic;
use book_content::listing::{Kind, Listing};
use book_content::output::{OVERWRITE, Promise, Snapshot};
use book_content::problem::slashed;
use book_content::source::{Line, Source};
use regex::Regex;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// The word after the back quotes of a message of the compiler.
pub const DIAGNOSTIC: &str = "rustc";

/// What to show of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// `chapter/name` of the listing.
    pub id: String,
    /// The caption, in which back quotes mark code.
    pub caption: Option<String>,
    /// The excerpt to show; none for the whole listing.
    pub anchor: Option<String>,
    /// The parts to show; none for all there are.
    pub parts: Option<Parts>,
    /// Code to stress: each line that contains one of these.
    pub marks: Vec<String>,
}

/// Parts of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// The TypeScript sources.
    pub typescript: bool,
    /// The Rust source.
    pub rust: bool,
    /// What the shown programs print.
    pub output: bool,
    /// The compiler's whole answer.
    pub diagnostic: bool,
    /// Only the line of the diagnostic that names the error.
    pub message: bool,
}

/// A program in its pane.
struct Program<'a> {
    /// `TypeScript` or `Rust`.
    language: &'static str,
    /// The folder's name and the file's.
    folder: String,
    file: &'a str,
    /// Where the repository has it.
    link: Option<String>,
    /// What a reader can do with it; theme/listings.js makes it work.
    tools: Tools,
    /// The code, as a fence.
    code: String,
}

/// What a reader can do with a program beside copying it.
#[derive(PartialEq)]
enum Tools {
    /// Nothing: it is no program, or one of several files, which runs in no
    /// playground.
    Copy,
    /// Open it in the playground.
    TypeScript,
    /// Run it here, or open it in the playground.
    Rust,
}

/// One language of a figure.
struct Pane<'a> {
    /// In the class, prefixed there: `rust` alone is the name of a theme of
    /// mdBook.
    language: &'static str,
    programs: Vec<Program<'a>>,
    /// What it prints, or the compiler says.
    outcome: String,
}

#[derive(Template)]
#[template(path = "listing.html")]
struct Figure<'a> {
    anchor: &'a str,
    /// `Listing 2.1`; none where the caption says it all.
    number: Option<String>,
    caption: Option<&'a str>,
    panes: Vec<Pane<'a>>,
}

#[derive(Template)]
#[template(path = "output.html")]
struct Output<'a> {
    /// Why another run may print something else, in which back quotes mark
    /// code; empty where none can.
    varies: String,
    /// What is printed where, each with a fence.
    streams: Vec<(&'static str, String)>,
    hangs: Option<&'a str>,
    /// The exit code, if it is not 0.
    fails: Option<i32>,
}

#[derive(Template)]
#[template(path = "diagnostic.html")]
struct Refused<'a> {
    code: String,
    error_index: Option<String>,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    name: &'a str,
    code: String,
}

#[derive(Template)]
#[template(path = "unfolds.html")]
struct Unfolds<'a> {
    programs: Vec<Program<'a>>,
}

impl Wanted {
    /// The anchor of the figure, and how much of the listing it shows.
    pub fn place(&self, listing: &Listing) -> (String, What) {
        let name = &listing.name;
        let (message, rust, output, whole) = match self.parts {
            Some(it) => (it.message, it.rust, it.output, it.output || it.diagnostic),
            None => (false, true, true, true),
        };
        if message {
            return (format!("message-{name}"), What::Message);
        }
        if let Some(excerpt) = &self.anchor {
            return (format!("listing-{name}-{excerpt}"), What::Program);
        }
        match () {
            () if listing.schedules.is_some() && rust && output => {
                (format!("schedules-{name}"), What::Schedules)
            }
            () if whole => (format!("listing-{name}"), What::Whole),
            () => (format!("listing-{name}"), What::Program),
        }
    }

    /// The parts to show: those it asks for, or all there are.
    fn parts_of(&self, listing: &Listing) -> Result<Parts, String> {
        let refused = listing.kind == Kind::CompileFail;
        let all = Parts {
            typescript: !listing.typescript.is_empty(),
            rust: listing.rust.is_some(),
            output: !refused && self.anchor.is_none(),
            diagnostic: refused,
            message: false,
        };
        let parts = self.parts.unwrap_or(all);
        let id = listing.id();
        if parts.typescript && listing.typescript.is_empty() {
            return Err(format!(
                "{id} has no TypeScript; take `typescript` out of `show`"
            ));
        }
        if parts.rust && listing.rust.is_none() {
            return Err(format!("{id} has no Rust; take `rust` out of `show`"));
        }
        if (parts.diagnostic || parts.message) && !refused {
            return Err(format!("{id} compiles, so it has no diagnostic to show"));
        }
        if parts.output && refused {
            return Err(format!(
                "{id} does not compile, so it has no output to show"
            ));
        }
        let alone = Parts {
            message: true,
            ..Parts::default()
        };
        if parts.message && parts != alone {
            return Err("`show=message` stands alone".into());
        }
        Ok(parts)
    }

    /// The lines of a source that are shown as code: all, or those that an
    /// excerpt has, with the rest, which is hidden; none where the file has
    /// nothing of it.
    fn lines<'a>(&self, source: &'a Source) -> Result<Option<Vec<Line<'a>>>, String> {
        match &self.anchor {
            Some(anchor) => source.excerpt(anchor),
            None => {
                let line = |text| Line { inside: true, text };
                Ok(Some(source.lines().into_iter().map(line).collect()))
            }
        }
    }

    /// The word for the lines of `text` that are to be stressed, such as
    /// `,mark-3-7`, for the step that highlights.
    fn marked(&self, text: &str) -> String {
        let is_marked = |line: &str| {
            let hidden = line.starts_with("# ") || line == "#";
            !hidden && self.marks.iter().any(|mark| line.contains(mark.as_str()))
        };
        let numbers: Vec<String> = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| is_marked(line))
            .map(|(_, number)| format!("-{number}"))
            .collect();
        match numbers.is_empty() {
            true => String::new(),
            false => format!(",mark{}", numbers.concat()),
        }
    }
}

/// The figure of a listing, with its schedules, where they are known.
///
/// # Errors
///
/// There is no such listing, or nothing of what is wanted in it.
pub fn figure(wanted: &Wanted, page: &mut Page<'_>) -> Result<Expanded, Faults> {
    let listing = page.book.library.get(&wanted.id)?;
    let parts = wanted.parts_of(listing)?;
    if parts.message {
        return Ok(message(listing)?);
    }

    let mut problems = Vec::new();
    let mut panes = Vec::new();
    if parts.typescript || (parts.output && listing.rust.is_none()) {
        match typescript_pane(listing, wanted, parts, page) {
            Ok(pane) => panes.extend(pane),
            Err(message) => problems.push(message),
        }
    }
    if parts.rust || parts.diagnostic || (parts.output && !parts.typescript) {
        match rust_pane(listing, wanted, parts, page) {
            Ok(pane) => panes.extend(pane),
            Err(message) => problems.push(message),
        }
    }
    problems.extend(foreign_codes(wanted.caption.as_deref(), listing));
    problems.extend(unheld_marks(listing, wanted, parts));
    if problems.is_empty() && panes.is_empty() {
        problems.push(match &wanted.anchor {
            Some(anchor) => format!("no file of {} has an anchor \"{anchor}\"", listing.id()),
            None => format!("nothing of {} is left to show", listing.id()),
        });
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }

    let number = page.next("Listing");
    // On a page without a number, the caption says it all.
    let says_it_all = page.number.is_none() && wanted.caption.is_some();
    let anchor = match &wanted.anchor {
        Some(excerpt) => format!("listing-{}-{excerpt}", listing.name),
        None => format!("listing-{}", listing.name),
    };
    let mut markdown = block(&Figure {
        anchor: &anchor,
        number: (!says_it_all).then_some(number),
        caption: wanted.caption.as_deref(),
        panes,
    });
    let explored = listing.schedules.as_ref();
    let explored = explored.filter(|_| parts.rust && parts.output && wanted.anchor.is_none());
    let mut at_the_end = Vec::new();
    if let Some(explored) = explored {
        markdown += &schedules::figure(&listing.name, explored, page.top);
        at_the_end.push(schedules::script(page.top));
    }
    Ok(Expanded {
        markdown,
        anchors: vec![anchor],
        shows: vec![Subject::Listing(listing.id())],
        at_the_end,
        ..Expanded::default()
    })
}

/// What a program of one file looks like where it unfolds.
pub fn unfolding(source: &Source, page: &Page<'_>) -> String {
    // It is no program: `--test exercises` of book-tests compiles and runs it.
    let code = fence("rust,ignore", source.text.trim_end());
    block(&Unfolds {
        programs: vec![Program::new("Rust", source, page, Tools::Copy, code)],
    })
}

impl<'a> Program<'a> {
    fn new(
        language: &'static str,
        source: &'a Source,
        page: &Page<'_>,
        tools: Tools,
        code: String,
    ) -> Self {
        let folder = source.path.iter().rev().nth(1).unwrap_or_default();
        Self {
            language,
            folder: folder.to_string_lossy().into_owned(),
            file: &source.name,
            link: page.in_repository(&source.path),
            tools,
            code,
        }
    }
}

fn typescript_pane<'a>(
    listing: &'a Listing,
    wanted: &Wanted,
    parts: Parts,
    page: &Page<'_>,
) -> Result<Option<Pane<'a>>, String> {
    let mut programs = Vec::new();
    let alone = listing.typescript.len() == 1;
    for source in &listing.typescript {
        let Some(lines) = wanted.lines(source)? else {
            continue;
        };
        let shown = lines.iter().filter(|it| it.inside);
        let text = shown.map(|it| it.text).collect::<Vec<_>>().join("\n");
        let tools = if alone {
            Tools::TypeScript
        } else {
            Tools::Copy
        };
        let code = fence(&format!("ts{}", wanted.marked(&text)), &text);
        programs.push(Program::new("TypeScript", source, page, tools, code));
    }
    if wanted.anchor.is_some() && programs.is_empty() {
        return Ok(None);
    }
    if !parts.typescript {
        programs.clear();
    }
    let outcome = match parts.output {
        true => output(
            listing.typescript_out.as_ref(),
            &listing.dir.join("main.ts.out"),
        )?,
        false => String::new(),
    };
    Ok(Some(Pane {
        language: "typescript",
        programs,
        outcome,
    }))
}

fn rust_pane<'a>(
    listing: &'a Listing,
    wanted: &Wanted,
    parts: Parts,
    page: &Page<'_>,
) -> Result<Option<Pane<'a>>, String> {
    let Some(source) = &listing.rust else {
        return Ok(None);
    };
    let mut programs = Vec::new();
    if parts.rust {
        let Some(lines) = wanted.lines(source)? else {
            return Ok(None);
        };
        let text = hiding_the_rest(&lines);
        let code = fence(&(rust_info(listing) + &wanted.marked(&text)), &text);
        programs.push(Program::new("Rust", source, page, Tools::Rust, code));
    }
    let mut outcome = String::new();
    if parts.output {
        outcome += &output(listing.rust_out.as_ref(), &listing.dir.join("main.rs.out"))?;
    }
    if parts.diagnostic {
        outcome += &diagnostic(listing, page)?;
    }
    Ok(Some(Pane {
        language: "rust",
        programs,
        outcome,
    }))
}

/// Every line, those outside the excerpt marked as hidden, so that it compiles.
fn hiding_the_rest(lines: &[Line<'_>]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|it| match (it.inside, it.text.is_empty()) {
            (true, _) => it.text.to_owned(),
            (false, true) => "#".to_owned(),
            (false, false) => format!("# {}", it.text),
        })
        .collect();
    lines.join("\n")
}

/// The words after ```` ```rust ```` that tell skeptic what to expect.
fn rust_info(listing: &Listing) -> String {
    let words = if listing.kind == Kind::CompileFail {
        ",ignore"
    } else {
        match &listing.rust_out {
            Some(Snapshot {
                promise,
                run: Some(run),
            }) => {
                let may_hang = promise.endings.iter().flatten().any(|it| it.exit.is_none());
                if may_hang || promise.hangs.is_some() || promise.edition_2024.is_some() {
                    ",no_run"
                } else if run.exit != Some(0) {
                    ",should_panic"
                } else {
                    ""
                }
            }
            // Not recorded yet: how it ends is not known.
            _ => ",no_run",
        }
    };
    format!("rust{words}")
}

/// Error codes that a caption names, and the compiler does not.
fn foreign_codes(caption: Option<&str>, listing: &Listing) -> Vec<String> {
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\bE0\d{3}\b").expect("a constant pattern"));
    let lines = listing.error_lines();
    CODE.find_iter(caption.unwrap_or_default())
        .filter(|code| !lines.iter().any(|line| line.contains(code.as_str())))
        .map(|code| {
            format!(
                "the caption names {}, and the compiler's answer to {} is {}",
                code.as_str(),
                listing.id(),
                match lines.first() {
                    Some(line) => format!("\"{line}\""),
                    None => "no error".to_owned(),
                }
            )
        })
        .collect()
}

/// Marks that no line of code holds which the figure shows, of either language.
fn unheld_marks(listing: &Listing, wanted: &Wanted, parts: Parts) -> Vec<String> {
    let typescript = listing.typescript.iter().filter(|_| parts.typescript);
    let rust = listing.rust.iter().filter(|_| parts.rust);
    // What is wrong with the anchor is reported where it is shown.
    let lines: Vec<Line<'_>> = typescript
        .chain(rust)
        .flat_map(|source| wanted.lines(source).ok().flatten().unwrap_or_default())
        .filter(|line| line.inside)
        .collect();
    let mut problems = Vec::new();
    for mark in &wanted.marks {
        if !parts.typescript && !parts.rust {
            problems.push("`mark` stresses code, and this figure shows none".to_owned());
        } else if !lines.iter().any(|line| line.text.contains(mark.as_str())) {
            problems.push(format!(
                "no line that {} shows contains \"{mark}\"; copy what to mark from its files",
                listing.id()
            ));
        }
    }
    problems
}

/// What a program prints, as it is recorded in `file`.
///
/// # Errors
///
/// Nothing is recorded.
pub fn output(snapshot: Option<&Snapshot>, file: &Path) -> Result<String, String> {
    let (promise, run) = snapshot
        .and_then(|it| it.run.as_ref().map(|run| (&it.promise, run)))
        .ok_or_else(|| format!("{} holds no recorded output; {OVERWRITE}", slashed(file)))?;
    let streams = [
        ("prints", &run.stdout),
        ("prints to standard error", &run.stderr),
    ];
    Ok(block(&Output {
        varies: varies(promise),
        streams: streams
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(label, text)| (label, fence("text", text)))
            .collect(),
        hangs: promise.hangs.as_deref(),
        fails: run.exit.filter(|code| *code != 0),
    }))
}

fn varies(promise: &Promise) -> String {
    let mut varies = String::new();
    if let Some(endings) = &promise.endings {
        let count = endings.len();
        let _ = write!(
            varies,
            "in one of {count} ways; the figure below has them all"
        );
    } else if let Some(reason) = &promise.any_order {
        let _ = write!(varies, "in one order of several: {reason}");
    }
    for mask in &promise.masks {
        let separator = if varies.is_empty() { "in one run" } else { "" };
        let _ = write!(varies, "{separator}; {}", mask.reason);
    }
    varies
}

/// Why the compiler refuses a listing, as it is recorded.
///
/// # Errors
///
/// Nothing is recorded.
pub fn diagnostic(listing: &Listing, page: &Page<'_>) -> Result<String, String> {
    Ok(block(&Refused {
        code: fence(DIAGNOSTIC, recorded_diagnostic(listing)?.text.trim_end()),
        error_index: page.error_index(),
        name: &listing.name,
    }))
}

fn recorded_diagnostic(listing: &Listing) -> Result<&Diagnostic, String> {
    listing.diagnostic.as_ref().ok_or_else(|| {
        let dir = slashed(&listing.dir);
        format!("{dir}/main.rs.stderr is missing; {OVERWRITE}")
    })
}

/// The line that names the error.
fn message(listing: &Listing) -> Result<Expanded, String> {
    let lines = recorded_diagnostic(listing)?.error_lines().into_iter();
    let lines: Vec<&str> = lines
        .filter(|line| !line.starts_with("error: could not compile"))
        .collect();
    Ok(Expanded {
        markdown: block(&Message {
            name: &listing.name,
            code: fence(DIAGNOSTIC, &lines.join("\n")),
        }),
        anchors: vec![format!("message-{}", listing.name)],
        ..Expanded::default()
    })
}
