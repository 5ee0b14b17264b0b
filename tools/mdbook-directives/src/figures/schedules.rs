//! The figure "Every schedule" under a listing: every ending that the program
//! can have, each with one schedule that leads to it, drawn as swim lanes.
//!
//! The figure needs no JavaScript: each ending is a disclosure with the lanes
//! as inline SVG, a row a step, and the same steps in words beside them, as a
//! list: real text, which a reader can enlarge, select and listen to.
//! `src/schedules/player.js` adds stepping and "you choose".

mod lanes;

use crate::html::{block, filters};
use askama::Template;
use book_content::schedules::{Ending, Schedules, Step, phrase};
use book_content::words::counted;
use lanes::Lanes;

/// With more lanes than these, the chart may have to scroll on a phone.
const MANY_LANES: usize = 6;

#[derive(Template)]
#[template(path = "schedules.html")]
struct Figure<'a> {
    name: &'a str,
    /// The way from the page to `src/schedules`.
    assets: String,
    schedules: &'a Schedules,
    summary: String,
    endings: Vec<EndingView<'a>>,
}

/// An ending, as the template needs it.
struct EndingView<'a> {
    /// Unique on the page.
    id: String,
    ending: &'a Ending,
    /// What is not a plain exit, in a word or two.
    kind: Option<String>,
    /// What it printed; the words of a panic stand at its step.
    printed: Vec<&'a str>,
    prints_nothing: &'static str,
    facts: String,
    the_end: String,
    /// How many lines the longest step takes, at each width.
    lines: [usize; 3],
    lanes: Lanes<'a>,
    steps: Vec<StepView<'a>>,
}

struct StepView<'a> {
    thread: &'a str,
    kind: &'static str,
    /// Whether a livelock goes on from here, again and again.
    again: bool,
    line: Option<usize>,
    /// What it prints, for the player.
    out: Option<&'a str>,
    phrase: String,
}

#[derive(Template)]
#[template(path = "player.html")]
struct Player<'a> {
    /// The way from the page to the top of the book.
    top: &'a str,
}

/// The figure for the listing `name`. `top` is the way from the page to the top
/// of the book.
pub fn figure(name: &str, schedules: &Schedules, top: &str) -> String {
    block(&Figure {
        name,
        assets: format!("{top}schedules"),
        schedules,
        summary: summary(schedules),
        endings: schedules
            .endings
            .iter()
            .enumerate()
            .map(|(index, it)| EndingView::new(format!("{name}-{index}"), it))
            .collect(),
    })
}

/// What a page with such a figure loads at its end.
pub fn script(top: &str) -> String {
    block(&Player { top })
}

impl<'a> EndingView<'a> {
    fn new(id: String, ending: &'a Ending) -> Self {
        let kind = match (ending.kind.as_str(), ending.code) {
            ("exit", Some(0)) => None,
            ("exit", Some(code)) => Some(format!("exit code {code}")),
            ("panic", _) => Some("main panics".to_owned()),
            (kind, _) => Some(kind.to_owned()),
        };
        let panics = ending.steps.iter().any(|step| step.op == "panic");
        let printed = match ending.stdout.is_empty() && !panics {
            true => &ending.stderr,
            false => &ending.stdout,
        };
        let mut facts = Vec::new();
        if !ending.abandoned.is_empty() {
            facts.push(cut_off(ending));
        }
        let schedules = ending.schedules.as_ref();
        facts.extend(schedules.map(|it| counted(it, "schedule")));
        let names = ending.names();
        let steps = ending.steps.iter().enumerate();
        Self {
            id,
            ending,
            kind,
            printed: printed.lines().collect(),
            prints_nothing: match panics {
                true => "prints nothing else",
                false => "prints nothing",
            },
            facts: facts.join(", "),
            the_end: the_end(ending),
            lines: lines(ending),
            lanes: Lanes { ending },
            steps: steps
                .map(|(index, step)| StepView {
                    thread: ending.name(step.thread),
                    kind: kind_of(step),
                    again: ending.round == Some(index),
                    line: step.line,
                    out: step.value.as_deref().filter(|_| step.op == "print"),
                    phrase: phrase(step, &names).replace('\n', " "),
                })
                .collect(),
        }
    }

    /// The names over the lanes: `main`, `1`, `2`.
    fn heads(&self) -> Vec<&str> {
        let names = self.ending.names().into_iter();
        names
            .map(|name| name.strip_prefix("thread ").unwrap_or(name))
            .collect()
    }

    /// Names too long for a lane stand upright, all of them.
    fn is_upright(&self) -> bool {
        let heads = self.heads();
        heads
            .iter()
            .any(|it| *it != "main" && it.chars().count() > 2)
    }

    fn is_wide(&self) -> bool {
        self.ending.threads.len() > MANY_LANES
    }

    fn is_good(&self) -> bool {
        self.ending.code == Some(0)
    }
}

/// `72 schedules, 6 endings`, as far as it was counted.
fn summary(schedules: &Schedules) -> String {
    let endings = schedules.endings.len();
    let hangs = schedules.endings.iter().any(|it| it.code.is_none());
    let noun = match (endings, hangs) {
        (1, true) => "ending",
        (1, false) => "output",
        (_, true) => "endings",
        (_, false) => "outputs",
    };
    let count = match &schedules.schedules {
        Some(count) => format!("{}, ", counted(count, "schedule")),
        None => String::new(),
    };
    let partial = match (&schedules.limit, schedules.complete) {
        (_, true) => String::new(),
        (Some(limit), false) => format!("; not all were explored ({limit})"),
        (None, false) => "; not all were explored".to_owned(),
    };
    format!("{count}{endings} {noun}{partial}")
}

/// `thread 1 is cut off`.
fn cut_off(ending: &Ending) -> String {
    let verb = if ending.abandoned.len() == 1 {
        "is"
    } else {
        "are"
    };
    format!("{} {verb} cut off", ending.abandoned.join(" and "))
}

/// How it ends, after `The end: `, with who waits for what if it never does.
fn the_end(ending: &Ending) -> String {
    let mut text = match (ending.kind.as_str(), ending.code) {
        ("exit", Some(0)) => "the program exits with code 0".to_owned(),
        ("exit", Some(code)) => format!("the program exits with code {code}"),
        ("panic", Some(code)) => format!("main panics, exit code {code}"),
        ("panic", None) => "main panics".to_owned(),
        ("deadlock", _) => "a deadlock, nobody can go on".to_owned(),
        ("livelock", _) => match ending.round {
            Some(round) => format!(
                "a livelock, the last {} steps repeat for ever",
                ending.steps.len() - round
            ),
            None => "a livelock, threads run in circles for ever".to_owned(),
        },
        (kind, _) => kind.to_owned(),
    };
    if !ending.abandoned.is_empty() {
        text += &format!("; {}", cut_off(ending));
    }
    let names = ending.names();
    for (step, _) in stuck(ending) {
        let step = &ending.steps[step];
        text += &format!("; {} {}", ending.name(step.thread), phrase(step, &names));
    }
    text
}

/// The steps at which threads wait for ever, each with the threads that they
/// wait for.
fn stuck(ending: &Ending) -> Vec<(usize, &[usize])> {
    if ending.code.is_some() {
        return Vec::new();
    }
    (0..ending.threads.len())
        .filter_map(|thread| ending.steps.iter().rposition(|it| it.thread == thread))
        .filter(|last| ending.steps[*last].op == "want")
        .map(|last| {
            let holders = ending.steps[last].waits_for.as_ref();
            (last, holders.map_or(&[][..], |it| it.held_by.as_slice()))
        })
        .collect()
}

fn kind_of(step: &Step) -> &'static str {
    match step.op.as_str() {
        "print" | "eprint" => "print",
        "want" => "want",
        "lock" | "read" | "write" | "unlock" => "lock",
        "send" | "receive" => "channel",
        "panic" => "panic",
        _ => "plain",
    }
}

/// How many lines the longest step takes, on a phone, beside the program, and
/// where there is room: rows are of one height, and nothing is cut off.
fn lines(ending: &Ending) -> [usize; 3] {
    let names = ending.names();
    let lengths = ending.steps.iter().map(|step| {
        let who = ending.name(step.thread).chars().count();
        let at = if step.line.is_some() { 7 } else { 0 };
        (who + 1 + phrase(step, &names).chars().count(), at)
    });
    // The room in the style sheet in pixels, a lane's width, and those of a
    // letter at 13 px in a wide font. Phones do not show the line's number.
    let lanes = ending.threads.len();
    [(318, 26, false), (428, 34, true), (588, 34, true)].map(|(room, lane, numbered)| {
        let letters = usize::max(room - usize::min(lane * lanes, room / 2), 160) / 7;
        lengths
            .clone()
            .map(|(text, at)| (text + if numbered { at } else { 0 }).div_ceil(letters))
            .max()
            .unwrap_or(1)
            .min(4)
    })
}

#[cfg(test)]
mod tests;
