//! Replaces directives by figures.

use crate::directive::{Directive, Show};
use crate::exercise;
use crate::listing::{Kind, Library, Listing, Source, anchor_of};
use crate::measured::{self, Fault, Run};
use crate::problem::{Problem, did_you_mean, slashed};
use crate::question::{Places, Proof};
use crate::scan::{Found, NAMES, directives, slips};
use crate::snapshot::Snapshot;
use regex::Regex;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// The word after the back quotes of a message of the compiler.
pub const DIAGNOSTIC: &str = "rustc";

/// Which languages to show where there is no room for both side by side; the
/// buttons do what theme/listings.js says.
const CHOICE: &str = "<span class=\"choice needs-js\" role=\"group\" aria-label=\"Languages to show\">\
     <button type=\"button\" value=\"both\">Both</button>\
     <button type=\"button\" value=\"typescript\">TypeScript</button>\
     <button type=\"button\" value=\"rust\">Rust</button></span>";

/// How to mend anything that is generated.
pub const OVERWRITE: &str = "run `SNAPSHOTS=overwrite cargo test -p book-tests --test listings`";

/// What the figures of one chapter need to know beside its text.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The chapter's file relative to the book's root, for messages.
    pub file: &'a Path,
    /// The chapter's number without the closing dot, such as `2`; none for
    /// pages outside the numbering, whose figures then have no number.
    pub number: Option<&'a str>,
    /// Where the repository's files can be browsed as they were when the book
    /// was built, without a slash at the end.
    pub repository: Option<&'a str>,
    /// The way from this page to `src/schedules`.
    pub schedules: &'a str,
    /// The link to the error index as seen from this page; none in a book
    /// that has none.
    pub error_index: Option<&'a str>,
    /// The way from this page to the top of the book: empty, or `../`.
    pub top: &'a str,
    /// What was measured.
    pub run: &'a Run,
    /// Where the book shows which listing.
    pub places: &'a Places,
}

/// A chapter with its directives replaced.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// The Markdown that the renderer gets.
    pub content: String,
    /// What is wrong with the directives; a wrong one leaves nothing behind.
    pub problems: Vec<Problem>,
    /// The ids of the listings whose program the page shows.
    pub shown: BTreeSet<String>,
    /// What a reader's own run does not bear out.
    pub warnings: Vec<Problem>,
    /// The ids of the questions that the page asks, with their lines.
    pub asked: Vec<(String, usize)>,
    /// The exercises that the page shows.
    pub practised: BTreeSet<String>,
    /// What its questions and exercises say, for the reading time.
    pub words: String,
}

/// How many of each kind a page has so far; each counts on its own.
#[derive(Debug, Default)]
struct Counts {
    figures: usize,
    charts: usize,
    questions: usize,
    exercises: usize,
}

/// Expands every directive of a chapter.
pub fn expand(content: &str, page: Page<'_>, library: &Library) -> Expansion {
    let mut expansion = Expansion::default();
    let mut anchors = BTreeSet::new();
    let mut counts = Counts::default();
    let mut copied = 0;
    let mut has_schedules = false;
    for found in directives(content) {
        expansion
            .content
            .push_str(&content[copied..found.range.start]);
        copied = found.range.end;
        let line = 1 + content[..found.range.start].matches('\n').count();
        let problem = |message| Problem::at_line(page.file, line, message);
        let faults = match one(&found, page, library, &mut counts) {
            Ok(figure) => {
                expansion.content.push_str(&figure.markdown);
                expansion.warnings.extend(figure.warning.map(problem));
                has_schedules |= figure.has_schedules;
                if let Some(id) = figure.shown {
                    expansion.shown.insert(id);
                }
                if let Some(id) = figure.asked {
                    expansion.asked.push((id, line));
                }
                expansion.practised.extend(figure.practised);
                expansion.words.push_str(&figure.words);
                let again = |anchor: &String| !anchors.insert(anchor.clone());
                figure
                    .anchors
                    .into_iter()
                    .filter(again)
                    .map(|anchor| {
                        Fault::Here(format!(
                            "this figure stands on the page already (its anchor would be \
                             #{anchor} again); link to it, or show an excerpt with anchor=…"
                        ))
                    })
                    .collect()
            }
            Err(faults) => faults,
        };
        for fault in faults {
            let it = match fault {
                Fault::Here(message) => problem(message),
                Fault::Data(problem) => problem,
            };
            // One file, one fault, however many ask for it.
            if !expansion.problems.contains(&it) {
                expansion.problems.push(it);
            }
        }
    }
    expansion.content.push_str(&content[copied..]);
    for at in slips(content) {
        let line = 1 + content[..at].matches('\n').count();
        let rest = content[at..].lines().next().unwrap_or_default();
        expansion.problems.push(Problem::at_line(
            page.file,
            line,
            format!(
                "\"{rest}\" stays on the page as text; a directive begins with two braces, a # and \
                 its name: {{{{#listing chapter/name}}}}"
            ),
        ));
    }
    for (id, line) in &expansion.asked {
        let question = &library.questions[id];
        if !expansion.shown.contains(&question.about.0) {
            expansion.problems.push(Problem::at_line(
                page.file,
                *line,
                format!(
                    "asks about {}, which this page does not show; write show = true in {}",
                    question.about.0,
                    slashed(&question.file)
                ),
            ));
        }
    }
    if !expansion.asked.is_empty() {
        let _ = write!(
            expansion.content,
            "\n<p class=\"questions-kept needs-js\">Your answers are kept in this browser only. \
             <button type=\"button\" class=\"question-forget\">Forget all answers</button> \
             <span role=\"status\"></span></p>\n\
             <script type=\"module\" src=\"{}questions/questions.js\"></script>\n",
            page.top
        );
    }
    if has_schedules {
        // Only pages with such a figure load its script.
        let _ = write!(
            expansion.content,
            "\n<script type=\"module\" src=\"{}/player.js\"></script>\n",
            page.schedules
        );
    }
    expansion
}

#[derive(Default)]
struct Figure {
    markdown: String,
    anchors: Vec<String>,
    shown: Option<String>,
    /// The id of a question.
    asked: Option<String>,
    /// The name of an exercise.
    practised: Option<String>,
    /// What either of them says.
    words: String,
    has_schedules: bool,
    warning: Option<String>,
}

/// What stands in place of one directive.
fn one(
    found: &Found<'_>,
    page: Page<'_>,
    library: &Library,
    counts: &mut Counts,
) -> Result<Figure, Vec<Fault>> {
    let here = |message: String| vec![Fault::Here(message)];
    if found.is_inline() {
        let shown = measured::words(found, page).map_err(|fault| vec![fault])?;
        return Ok(Figure {
            markdown: shown.html,
            warning: shown.warning,
            ..Figure::default()
        });
    }
    if !NAMES.contains(&found.name) {
        return Err(here(format!(
            "unknown directive {{{{#{}}}}}{}; this book has {{{{#listing chapter/name}}}}, \
             {{{{#question chapter/name}}}}, {{{{#exercise NAME}}}}, {{{{#exercises}}}}, \
             {{{{#chart ID}}}}, {{{{#measured EXPR}}}} and {{{{#claim EXPR > N}}}}",
            found.name,
            did_you_mean(found.name, NAMES)
        )));
    }
    let inner = found.inner.ok_or_else(|| {
        here("a directive stands alone, from the first column to the end of its line".into())
    })?;
    if found.name == "chart" {
        counts.charts += 1;
        let number = match page.number {
            Some(chapter) => format!("Chart {chapter}.{}", counts.charts),
            None => "Chart".to_owned(),
        };
        let (anchor, shown) = measured::chart(inner, page, &number).map_err(|fault| vec![fault])?;
        return Ok(Figure {
            markdown: shown.html,
            anchors: vec![anchor],
            warning: shown.warning,
            ..Figure::default()
        });
    }
    let figure = match found.name {
        "question" => question(inner.trim(), page, library, counts),
        "exercise" => exercise(inner.trim(), page, library, counts),
        "exercises" => all_exercises(inner.trim(), page, library),
        _ => Directive::parse(inner)
            .map_err(|message| vec![message])
            .and_then(|it| listing(&it, page, library, &mut counts.figures)),
    };
    figure.map_err(|messages| messages.into_iter().map(Fault::Here).collect())
}

/// The mark-up of a question.
fn question(
    id: &str,
    page: Page<'_>,
    library: &Library,
    counts: &mut Counts,
) -> Result<Figure, Vec<String>> {
    if library.unreadable.contains(id) {
        // Its file is reported.
        return Err(Vec::new());
    }
    let one = |message: String| vec![message];
    let question = library.question(id).map_err(one)?;
    let Some(about) = library.listings.get(&question.about.0) else {
        return Err(Vec::new());
    };
    let mut program = match question.program() {
        Some(directive) => listing(&directive, page, library, &mut counts.figures)?,
        None => Figure::default(),
    };
    counts.questions += 1;
    let number = match page.number {
        Some(chapter) => format!("Question {chapter}.{}", counts.questions),
        None => "Question".to_owned(),
    };
    let proof = match question.show {
        true => Some(proof(about, &question.program().unwrap_or_default(), page).map_err(one)?),
        false => None,
    };
    let link = match &proof {
        Some(proof) => (format!("#{}", proof.anchor()), proof.see),
        None => page.places.link(about, page),
    };
    let words: String = question
        .words()
        .iter()
        .map(|it| format!("{}\n\n", it.1))
        .collect();
    program.markdown = question.section(&number, about, &program.markdown, &link, proof.as_ref());
    program.has_schedules |= question.show && about.schedules.is_some();
    program.anchors.push(format!("question-{}", question.name));
    program.asked = Some(question.id());
    program.words = words;
    Ok(program)
}

/// The section of an exercise.
fn exercise(
    name: &str,
    page: Page<'_>,
    library: &Library,
    counts: &mut Counts,
) -> Result<Figure, Vec<String>> {
    let one = |message: String| vec![message];
    let exercise = library.exercise(name).map_err(one)?;
    // The first page that its README names is where links to it lead.
    if !page.file.ends_with(exercise.page()) {
        return Err(vec![format!(
            "{} names {} first, so that page shows the exercise; show it there, or name this page first",
            slashed(&exercise.file),
            exercise.page()
        )]);
    }
    let mut figure = match &exercise.port {
        Some(id) => {
            let directive = Directive {
                id: id.clone(),
                caption: Some(format!("{}, on Node", exercise.title)),
                ..Directive::default()
            };
            listing(&directive, page, library, &mut counts.figures)?
        }
        None => Figure::default(),
    };
    counts.exercises += 1;
    let number = match page.number {
        Some(chapter) => format!("Exercise {chapter}.{}", counts.exercises),
        None => "Exercise".to_owned(),
    };
    figure.markdown = exercise.section(&number, page, &library.exercises, &figure.markdown)?;
    figure.anchors.push(exercise.anchor());
    figure.practised = Some(exercise.name.clone());
    figure.words = format!("{}\n\n", exercise.statement);
    Ok(figure)
}

/// What the folder of exercises says about itself.
fn all_exercises(inner: &str, page: Page<'_>, library: &Library) -> Result<Figure, Vec<String>> {
    if !inner.is_empty() {
        return Err(vec![format!(
            "{{{{#exercises}}}} takes nothing; for one of them write {{{{#exercise {inner}}}}}"
        )]);
    }
    Ok(Figure {
        markdown: exercise::index(&library.about_exercises, page, &library.exercises)?,
        ..Figure::default()
    })
}

/// What decides a question whose program stands without its output.
fn proof(listing: &Listing, directive: &Directive, page: Page<'_>) -> Result<Proof, String> {
    let show = directive.show.unwrap_or_default();
    let mut html = String::new();
    let (summary, see) = if listing.kind == Kind::CompileFail {
        html += &diagnostic(listing, page)?;
        ("What the compiler says", "See what the compiler says")
    } else if let Some(schedules) = listing.schedules.as_ref().filter(|_| show.rust) {
        html += &crate::schedules::figure(&listing.name, schedules, page.schedules);
        ("Every schedule", "See every schedule")
    } else {
        for (shown, language, out, file) in [
            (
                show.typescript,
                "TypeScript",
                &listing.typescript_out,
                "main.ts.out",
            ),
            (show.rust, "Rust", &listing.rust_out, "main.rs.out"),
        ] {
            if !shown {
                continue;
            }
            if show.typescript && show.rust {
                let _ = writeln!(html, "<p class=\"question-language\">{language}</p>");
            }
            html += &output(out.as_ref(), &listing.dir.join(file))?;
        }
        ("What it prints", "See what it prints")
    };
    Ok(Proof {
        name: listing.name.clone(),
        summary,
        see,
        html,
    })
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

/// The figure of a listing.
fn listing(
    directive: &Directive,
    page: Page<'_>,
    library: &Library,
    figures: &mut usize,
) -> Result<Figure, Vec<String>> {
    let one = |message: String| vec![message];
    let listing = library.get(&directive.id).map_err(one)?;
    let show = panes(directive, listing).map_err(one)?;
    if show.message {
        return Ok(Figure {
            markdown: message(listing)?,
            anchors: vec![format!("message-{}", listing.name)],
            ..Figure::default()
        });
    }

    let mut problems = Vec::new();
    let mut panes = String::new();
    if show.typescript || (show.output && listing.rust.is_none()) {
        match typescript_pane(listing, directive, show, page) {
            Ok(pane) => panes.push_str(&pane),
            Err(message) => problems.push(message),
        }
    }
    if show.rust || show.diagnostic || (show.output && !show.typescript) {
        match rust_pane(listing, directive, show, page) {
            Ok(pane) => panes.push_str(&pane),
            Err(message) => problems.push(message),
        }
    }
    problems.extend(foreign_codes(directive.caption.as_deref(), listing));
    for mark in &directive.marks {
        // Whatever the language: the lines that hold it were marked.
        if !show.typescript && !show.rust {
            problems.push("`mark` stresses code, and this figure shows none".into());
        } else if !shown_lines(listing, directive, show).any(|line| line.contains(mark.as_str())) {
            problems.push(format!(
                "no line that {} shows contains \"{mark}\"; copy what to mark from its files",
                listing.id()
            ));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if panes.is_empty() {
        return Err(one(match &directive.anchor {
            Some(anchor) => format!("no file of {} has an anchor \"{anchor}\"", listing.id()),
            None => format!("nothing of {} is left to show", listing.id()),
        }));
    }

    *figures += 1;
    let number = match page.number {
        Some(chapter) => format!("Listing {chapter}.{figures}"),
        // A page without a number: the caption says it all.
        None if directive.caption.is_some() => String::new(),
        None => "Listing".to_owned(),
    };
    let anchor = match &directive.anchor {
        Some(excerpt) => format!("listing-{}-{excerpt}", listing.name),
        None => format!("listing-{}", listing.name),
    };
    let mut caption = directive
        .caption
        .as_deref()
        .map(|caption| format!("<span class=\"listing-title\">{}</span>", inline(caption)))
        .unwrap_or_default();
    if number.is_empty() {
        caption = permalink("", &anchor, "listing", &caption);
    } else {
        let number = permalink("listing-number ", &anchor, "listing", &number);
        caption = format!(
            "{number}{}{caption}",
            if caption.is_empty() { "" } else { " " }
        );
    }
    let choice = if panes.matches("<div class=\"pane ").count() == 2 {
        CHOICE
    } else {
        ""
    };
    let explored = listing
        .schedules
        .as_ref()
        .filter(|_| show.rust && show.output && directive.anchor.is_none());
    let schedules = match explored {
        Some(schedules) => crate::schedules::figure(&listing.name, schedules, page.schedules),
        None => String::new(),
    };
    Ok(Figure {
        markdown: format!(
            "<figure class=\"listing\" id=\"{anchor}\">\n\
             <figcaption><span class=\"listing-caption\">{caption}</span>{choice}\
             </figcaption>\n\
             <div class=\"panes\">\n{panes}</div>\n</figure>\n{schedules}"
        ),
        anchors: vec![anchor],
        shown: Some(listing.id()),
        has_schedules: !schedules.is_empty(),
        ..Figure::default()
    })
}

/// What to show: what the directive asks for, or all there is.
fn panes(directive: &Directive, listing: &Listing) -> Result<Show, String> {
    let refused = listing.kind == Kind::CompileFail;
    let excerpt = directive.anchor.is_some();
    let show = directive.show.unwrap_or(Show {
        typescript: !listing.typescript.is_empty(),
        rust: listing.rust.is_some(),
        output: !refused && !excerpt,
        diagnostic: refused,
        message: false,
    });
    let id = listing.id();
    if show.typescript && listing.typescript.is_empty() {
        return Err(format!(
            "{id} has no TypeScript; take `typescript` out of `show`"
        ));
    }
    if show.rust && listing.rust.is_none() {
        return Err(format!("{id} has no Rust; take `rust` out of `show`"));
    }
    if (show.diagnostic || show.message) && !refused {
        return Err(format!("{id} compiles, so it has no diagnostic to show"));
    }
    if show.output && refused {
        return Err(format!(
            "{id} does not compile, so it has no output to show"
        ));
    }
    let alone = Show {
        message: true,
        ..Show::default()
    };
    if show.message && show != alone {
        return Err("`show=message` stands alone".into());
    }
    Ok(show)
}

fn typescript_pane(
    listing: &Listing,
    directive: &Directive,
    show: Show,
    page: Page<'_>,
) -> Result<String, String> {
    let mut body = String::new();
    for source in &listing.typescript {
        let text = match &directive.anchor {
            None => without_anchors(&source.text),
            Some(anchor) => match excerpt(source, anchor)? {
                Some(lines) => visible(&lines),
                None => continue,
            },
        };
        if show.typescript {
            let alone = listing.typescript.len() == 1;
            body += &head(
                "TypeScript",
                source,
                page,
                if alone { TYPESCRIPT } else { COPY },
            );
            body += &fence(&format!("ts{}", marked(&text, directive)), &text);
        }
    }
    if directive.anchor.is_some() && body.is_empty() {
        return Ok(body);
    }
    body = sources(&body);
    if show.output {
        let file = listing.dir.join("main.ts.out");
        body += &output(listing.typescript_out.as_ref(), &file)?;
    }
    Ok(pane("typescript", &body))
}

fn rust_pane(
    listing: &Listing,
    directive: &Directive,
    show: Show,
    page: Page<'_>,
) -> Result<String, String> {
    let Some(source) = &listing.rust else {
        return Ok(String::new());
    };
    let mut body = String::new();
    if show.rust {
        let text = match &directive.anchor {
            None => without_anchors(&source.text),
            Some(anchor) => match excerpt(source, anchor)? {
                Some(lines) => hidden(&lines),
                None => return Ok(String::new()),
            },
        };
        body += &head("Rust", source, page, RUST);
        let info = rust_info(listing) + &marked(&text, directive);
        body += &fence(&info, &text);
        body = sources(&body);
    }
    if show.output {
        let file = listing.dir.join("main.rs.out");
        body += &output(listing.rust_out.as_ref(), &file)?;
    }
    if show.diagnostic {
        body += &diagnostic(listing, page)?;
    }
    Ok(pane("rust", &body))
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

/// What leads to a figure itself, for whoever wants to send or keep its address:
/// its number, or whatever else it begins with.
pub(crate) fn permalink(class: &str, anchor: &str, what: &str, words: &str) -> String {
    format!(
        "<a class=\"{class}permalink\" href=\"#{anchor}\" title=\"Link to this {what}\">{words}</a>"
    )
}

/// What a reader can do with a file; theme/listings.js makes it work. A
/// TypeScript program of several files runs in no playground.
pub(crate) const COPY: &str = "<button type=\"button\" class=\"copy\">Copy</button>";
const TYPESCRIPT: &str = "<button type=\"button\" class=\"copy\">Copy</button>\
     <a class=\"typescript\">Playground</a>";
const RUST: &str = "<button type=\"button\" class=\"copy\">Copy</button>\
     <button type=\"button\" class=\"run\">Run</button><a class=\"rust\">Playground</a>";

/// The lines of code that a figure shows, of either language.
fn shown_lines<'a>(
    listing: &'a Listing,
    directive: &Directive,
    show: Show,
) -> impl Iterator<Item = &'a str> {
    let typescript = listing.typescript.iter().filter(move |_| show.typescript);
    let rust = listing.rust.iter().filter(move |_| show.rust);
    let mut lines = Vec::new();
    for source in typescript.chain(rust) {
        match &directive.anchor {
            None => lines.extend(source.text.lines().filter(|line| anchor_of(line).is_none())),
            Some(anchor) => {
                // What is wrong with the anchor is reported where it is shown.
                let excerpt = excerpt(source, anchor).ok().flatten().unwrap_or_default();
                lines.extend(excerpt.iter().filter(|(inside, _)| *inside).map(|it| it.1));
            }
        }
    }
    lines.into_iter()
}

/// The word for the lines of `text` that the directive marks, such as
/// `,mark-3-7`, for the step that highlights.
fn marked(text: &str, directive: &Directive) -> String {
    let is_marked = |line: &str| {
        let hidden = line.starts_with("# ") || line == "#";
        !hidden
            && directive
                .marks
                .iter()
                .any(|mark| line.contains(mark.as_str()))
    };
    let numbers: Vec<String> = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| is_marked(line))
        .map(|(_, number)| format!("-{number}"))
        .collect();
    if numbers.is_empty() {
        String::new()
    } else {
        format!(",mark{}", numbers.concat())
    }
}

pub(crate) fn head(language: &str, source: &Source, page: Page<'_>, tools: &str) -> String {
    let mut folder = source.path.iter().rev().skip(1);
    let folder = folder.next().unwrap_or_default().to_string_lossy();
    let full = escape(&format!("{folder}/{}", source.name));
    // On a phone there is room for the file's name only.
    let name = format!(
        "<span class=\"folder\">{}/</span>{}",
        escape(&folder),
        escape(&source.name)
    );
    let file = match page.repository {
        Some(repository) => format!(
            "<a class=\"file\" title=\"{full}\" href=\"{}/{}\">{name}</a>",
            escape(repository),
            escape(&slashed(&source.path))
        ),
        None => format!("<span class=\"file\" title=\"{full}\">{name}</span>"),
    };
    format!(
        "<div class=\"pane-head\"><span class=\"language\">{language}</span> {file}\
         <span class=\"tools needs-js\">{tools}</span></div>\n\n"
    )
}

fn output(snapshot: Option<&Snapshot>, file: &Path) -> Result<String, String> {
    let (promise, run) = snapshot
        .and_then(|it| it.run.as_ref().map(|run| (&it.promise, run)))
        .ok_or_else(|| format!("{} holds no recorded output; {OVERWRITE}", slashed(file)))?;
    let mut varies = String::new();
    if let Some(endings) = &promise.endings {
        let _ = write!(
            varies,
            "in one of {} ways; the figure below has them all",
            endings.len()
        );
    } else if let Some(reason) = &promise.any_order {
        let _ = write!(varies, "in one order of several: {reason}");
    }
    for mask in &promise.masks {
        let separator = if varies.is_empty() { "in one run" } else { "" };
        let _ = write!(varies, "{separator}; {}", mask.reason);
    }
    let varies = if varies.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"varies\">{}</span>", inline(&varies))
    };
    let mut body = String::new();
    if run.stdout.is_empty() && run.stderr.is_empty() {
        body += "<p class=\"output-head\">prints nothing</p>\n";
    }
    for (label, text) in [
        ("prints", &run.stdout),
        ("prints to standard error", &run.stderr),
    ] {
        if !text.is_empty() {
            let _ = write!(body, "<p class=\"output-head\">{label}{varies}</p>\n\n");
            body += &fence("text", text);
        }
    }
    if let Some(reason) = &promise.hangs {
        let _ = writeln!(
            body,
            "<p class=\"ending\">never ends: {}</p>",
            inline(reason)
        );
    } else if let Some(code) = run.exit.filter(|code| *code != 0) {
        let _ = writeln!(body, "<p class=\"ending\">exits with code {code}</p>");
    }
    Ok(format!("<div class=\"output\">\n{body}</div>\n"))
}

fn diagnostic(listing: &Listing, page: Page<'_>) -> Result<String, String> {
    let text = recorded_diagnostic(listing)?;
    let mut body = String::from("<p class=\"output-head\">the compiler refuses</p>\n\n");
    body += &fence(DIAGNOSTIC, text.trim_end());
    if let Some(index) = page.error_index {
        let _ = write!(
            body,
            "[What it means and how to fix it]({index}#message-{})\n\n",
            listing.name
        );
    }
    Ok(format!("<div class=\"output diagnostic\">\n{body}</div>\n"))
}

fn recorded_diagnostic(listing: &Listing) -> Result<&str, String> {
    listing.diagnostic.as_deref().ok_or_else(|| {
        format!(
            "{}/main.rs.stderr is missing; {OVERWRITE}",
            slashed(&listing.dir)
        )
    })
}

fn message(listing: &Listing) -> Result<String, Vec<String>> {
    recorded_diagnostic(listing).map_err(|message| vec![message])?;
    let lines: Vec<&str> = listing
        .error_lines()
        .into_iter()
        .filter(|line| !line.starts_with("error: could not compile"))
        .collect();
    Ok(format!(
        "<div class=\"message\" id=\"message-{}\">\n\n{}</div>\n",
        listing.name,
        fence(DIAGNOSTIC, &lines.join("\n"))
    ))
}

/// The programs of a pane, in one box.
fn sources(programs: &str) -> String {
    if programs.is_empty() {
        return String::new();
    }
    format!("<div class=\"sources\">\n{programs}</div>\n")
}

fn pane(language: &str, body: &str) -> String {
    // Prefixed: `rust` alone is the name of a theme of mdBook.
    format!("<div class=\"pane pane-{language}\">\n{body}</div>\n")
}

/// A fenced block, with as many back quotes as its text needs.
pub(crate) fn fence(info: &str, text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let marks = "`".repeat(3.max(longest + 1));
    format!("{marks}{info}\n{}\n{marks}\n\n", text.trim_end())
}

/// The text without its anchor comments.
fn without_anchors(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| anchor_of(line).is_none())
        .collect();
    lines.join("\n")
}

/// The lines of a source, each with whether it belongs to the excerpt; none
/// where the file has no such anchor.
fn excerpt<'a>(source: &'a Source, anchor: &str) -> Result<Option<Vec<(bool, &'a str)>>, String> {
    let mut lines = Vec::new();
    let (mut inside, mut found) = (false, false);
    for line in source.text.lines() {
        match anchor_of(line) {
            Some((opens, name)) if name == anchor => {
                if opens == inside {
                    return Err(format!(
                        "{}: the anchor \"{anchor}\" is opened or closed twice in a row",
                        slashed(&source.path)
                    ));
                }
                inside = opens;
                found = true;
            }
            Some(_) => {}
            None => lines.push((inside, line)),
        }
    }
    if inside {
        return Err(format!(
            "{}: the anchor \"{anchor}\" lacks its `// ANCHOR_END: {anchor}`",
            slashed(&source.path)
        ));
    }
    Ok(found.then_some(lines))
}

fn visible(lines: &[(bool, &str)]) -> String {
    let lines: Vec<&str> = lines
        .iter()
        .filter(|(inside, _)| *inside)
        .map(|(_, line)| *line)
        .collect();
    lines.join("\n")
}

/// Every line, those outside the excerpt marked as hidden, so that it compiles.
fn hidden(lines: &[(bool, &str)]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|(inside, line)| match (inside, line.is_empty()) {
            (true, _) => (*line).to_owned(),
            (false, true) => "#".to_owned(),
            (false, false) => format!("# {line}"),
        })
        .collect();
    lines.join("\n")
}

/// Escapes text for HTML content and attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Escaped text in which back quotes mark code.
pub(crate) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut html = String::new();
    for (index, part) in parts.iter().enumerate() {
        // An odd part stands between two quotes, unless the last has no partner.
        if index % 2 == 1 && index + 1 < parts.len() {
            let _ = write!(html, "<code>{}</code>", escape(part));
        } else {
            html += &escape(part);
        }
    }
    html
}

#[cfg(test)]
mod tests;
