//! The figure "Every schedule" under a listing: every ending that the program
//! can have, each with one schedule that leads to it, drawn as swim lanes.
//!
//! The data is `schedules.json` beside the program, written by
//! `every-schedule`. The figure needs no JavaScript: each ending is a
//! disclosure with the lanes as inline SVG, a row a step, and the same steps
//! in words beside them, as a list: real text, which a reader can enlarge,
//! select and listen to. `src/schedules/player.js` adds stepping and "you
//! choose".

use crate::expand::{escape, permalink};
use serde::Deserialize;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

/// What `every-schedule` found out about a program.
#[derive(Debug, Clone, Deserialize)]
pub struct Schedules {
    /// Whether every schedule was explored.
    pub complete: bool,
    /// Which limit ended the search early.
    pub limit: Option<String>,
    /// What the result takes for granted, a sentence each.
    pub assumptions: Vec<String>,
    /// How many schedules there are, as decimal digits; none if not counted.
    pub schedules: Option<String>,
    /// Every distinct ending.
    pub endings: Vec<Ending>,
    /// Whether a graph for "you choose" was written.
    #[serde(default, deserialize_with = "is_some")]
    pub graph: bool,
}

/// One way in which the program can end.
#[derive(Debug, Clone, Deserialize)]
pub struct Ending {
    /// `exit`, `panic`, `deadlock` or `livelock`.
    pub kind: String,
    /// The exit code; none where the program never ends.
    pub code: Option<i32>,
    /// What it has printed to standard output.
    pub stdout: String,
    /// What it has printed to standard error.
    pub stderr: String,
    /// The threads that were still running when `main` ended.
    #[serde(default)]
    pub abandoned: Vec<String>,
    /// In how many schedules; none if not counted.
    pub schedules: Option<String>,
    /// Of a livelock in which threads change things and change them back: the
    /// step from which on they repeat the steps for ever.
    #[serde(default)]
    pub round: Option<usize>,
    /// The threads of the example.
    pub threads: Vec<Thread>,
    /// The example, step by step.
    pub steps: Vec<Step>,
}

impl Ending {
    /// The names of the threads, by index.
    pub fn names(&self) -> Vec<&str> {
        self.threads.iter().map(|it| it.name.as_str()).collect()
    }
}

/// A thread of an example schedule.
#[derive(Debug, Clone, Deserialize)]
pub struct Thread {
    /// Its name: `main`, the name given to `Builder`, or `thread 1`.
    pub name: String,
}

/// One step of one thread.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// The index of the thread.
    pub thread: usize,
    /// What it does: `lock`, `send`, `print`, ….
    pub op: String,
    /// What it does it to, as the source names it.
    pub object: Option<String>,
    /// The index of the thread that is spawned or joined.
    #[serde(default)]
    pub child: Option<usize>,
    /// The line of the source.
    pub line: Option<usize>,
    /// The value read, written, sent or printed.
    pub value: Option<String>,
    /// What the thread waits for.
    pub waits_for: Option<WaitsFor>,
}

/// What a thread waits for.
#[derive(Debug, Clone, Deserialize)]
pub struct WaitsFor {
    /// The object, as the source names it.
    pub object: String,
    /// The indices of the threads that have it.
    #[serde(default)]
    pub held_by: Vec<usize>,
}

fn is_some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let graph = Option::<serde::de::IgnoredAny>::deserialize(deserializer)?;
    Ok(graph.is_some())
}

/// The figure for the listing `name`. `assets` is the way from the page to
/// `src/schedules`.
pub fn figure(name: &str, schedules: &Schedules, assets: &str) -> String {
    let mut html = String::new();
    let anchor = format!("schedules-{name}");
    let _ = write!(
        html,
        "<section class=\"schedules\" id=\"{anchor}\" data-name=\"{name}\" \
         data-assets=\"{assets}\" data-graph=\"{}\" aria-label=\"Every schedule of {name}\">\n\
         <p class=\"schedules-head\">{} \
         <span class=\"schedules-count\">{}</span></p>\n",
        schedules.graph,
        permalink("", &anchor, "figure", "<strong>Every schedule</strong>"),
        escape(&summary(schedules))
    );
    let count = schedules.endings.len();
    for (index, ending) in schedules.endings.iter().enumerate() {
        html.push_str(&ending_html(name, (index, count), ending));
    }
    for assumption in &schedules.assumptions {
        let _ = writeln!(
            html,
            "<p class=\"schedules-note\">{}</p>",
            escape(assumption)
        );
    }
    html.push_str("</section>\n");
    // An HTML block ends at an empty line.
    let lines: Vec<&str> = html
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines.join("\n") + "\n"
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
        Some(count) if count == "1" => "1 schedule, ".to_owned(),
        Some(count) => format!("{} schedules, ", grouped(count)),
        None => String::new(),
    };
    let partial = match (&schedules.limit, schedules.complete) {
        (_, true) => String::new(),
        (Some(limit), false) => format!("; not all were explored ({limit})"),
        (None, false) => "; not all were explored".to_owned(),
    };
    format!("{count}{endings} {noun}{partial}")
}

/// `3,628,800`.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn ending_html(name: &str, (index, count): (usize, usize), ending: &Ending) -> String {
    let open = if index == 0 { " open" } else { "" };
    let bad = if ending.code == Some(0) { "" } else { " bad" };
    let which = match count {
        1 => "The only ending:".to_owned(),
        _ => format!("Ending {} of {count}:", index + 1),
    };
    let mut html = format!(
        "<details class=\"ending-choice{bad}\" name=\"schedules-{name}\"{open}>\n\
         <summary><span class=\"which\">{which}</span> {}</summary>\n",
        chip(ending)
    );
    if ending.steps.is_empty() {
        html.push_str(
            "<p class=\"schedules-note\">No step of this program depends on another thread.</p>\n",
        );
    } else {
        html.push_str(&chart(&format!("{name}-{index}"), ending));
    }
    html.push_str("</details>\n");
    html
}

/// What tells an ending from the others, in one line.
fn chip(ending: &Ending) -> String {
    let mut parts = Vec::new();
    let kind = match (ending.kind.as_str(), ending.code) {
        ("exit", Some(0)) => None,
        ("exit", Some(code)) => Some(format!("exit code {code}")),
        ("panic", _) => Some("main panics".to_owned()),
        (kind, _) => Some(kind.to_owned()),
    };
    if let Some(kind) = kind {
        parts.push(format!("<span class=\"kind\">{}</span>", escape(&kind)));
    }
    // The words of a panic stand at its step.
    let panics = ending.steps.iter().any(|step| step.op == "panic");
    let printed = if ending.stdout.is_empty() && !panics {
        &ending.stderr
    } else {
        &ending.stdout
    };
    let lines: Vec<String> = printed
        .lines()
        .map(|line| format!("<samp>{}</samp>", escape(line)))
        .collect();
    parts.push(if lines.is_empty() && panics {
        "prints nothing else".to_owned()
    } else if lines.is_empty() {
        "prints nothing".to_owned()
    } else {
        lines.join(" <span class=\"then\">·</span> ")
    });
    let mut facts = Vec::new();
    if !ending.abandoned.is_empty() {
        facts.push(cut_off(ending));
    }
    if let Some(count) = &ending.schedules {
        let noun = if count == "1" {
            "schedule"
        } else {
            "schedules"
        };
        facts.push(format!("{} {noun}", grouped(count)));
    }
    if !facts.is_empty() {
        let facts = escape(&facts.join(", "));
        parts.push(format!("<span class=\"facts\">{facts}</span>"));
    }
    // A comma that is heard and not seen: the parts differ in looks.
    parts.join("<span class=\"comma\">,</span> ")
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
        text += &format!(
            "; {} {}",
            thread_name(ending, step.thread),
            phrase(step, &names)
        );
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

/// The steps as a list: a row a step beside the lanes, and what the player
/// and screen readers read.
fn in_words(ending: &Ending) -> String {
    let mut html = String::from("<ol class=\"steps\">\n");
    for (index, step) in ending.steps.iter().enumerate() {
        let again = if ending.round == Some(index) {
            " again"
        } else {
            ""
        };
        let line = match step.line {
            Some(line) => format!(" data-line=\"{line}\""),
            None => String::new(),
        };
        let out = match &step.value {
            Some(value) if step.op == "print" => format!(
                " data-out=\"{}\"",
                escape(&value.replace('\n', "&#10;")).replace("&amp;#10;", "&#10;")
            ),
            _ => String::new(),
        };
        let place = match step.line {
            Some(line) => format!(" <span class=\"at\">line {line}</span>"),
            None => String::new(),
        };
        let _ = writeln!(
            html,
            "<li class=\"{}{again}\"{line}{out}><span><b>{}</b> {}{place}</span></li>",
            kind_of(step),
            escape(thread_name(ending, step.thread)),
            escape(&phrase(step, &ending.names()).replace('\n', " ")),
        );
    }
    html.push_str("</ol>\n");
    html
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

fn thread_name(ending: &Ending, thread: usize) -> &str {
    ending
        .threads
        .get(thread)
        .map_or("?", |it| it.name.as_str())
}

/// What a step does, as a reader would say it after the thread's name.
pub fn phrase(step: &Step, threads: &[&str]) -> String {
    let object = step.object.as_deref().unwrap_or("it");
    let value = step
        .value
        .as_deref()
        .map(str::trim_end)
        .filter(|it| !it.is_empty());
    let with = |text: String, joint: &str| match value {
        Some(value) => format!("{text}{joint}{value}"),
        None => text,
    };
    match step.op.as_str() {
        "spawn" => format!("starts {object}"),
        "start" => "begins".to_owned(),
        "end" => "ends".to_owned(),
        "exit" => "ends, and the process with it".to_owned(),
        "join" => format!("has joined {object}"),
        "want" => match &step.waits_for {
            Some(what) => {
                let holders: Vec<&str> = what
                    .held_by
                    .iter()
                    .map(|thread| threads.get(*thread).copied().unwrap_or("?"))
                    .collect();
                match holders[..] {
                    [] if value == Some("receive") => {
                        format!("waits for a message on {}", what.object)
                    }
                    [] => format!("waits for {}", what.object),
                    // A thread that is joined is not "held by" itself.
                    [holder] if holder == what.object => format!("waits for {holder}"),
                    _ => format!(
                        "waits for {}, held by {}",
                        what.object,
                        holders.join(" and ")
                    ),
                }
            }
            None => format!("waits for {object}"),
        },
        "lock" | "read" | "write" if value == Some("poisoned") => {
            format!("locks {object} and finds it poisoned")
        }
        "lock" => with(format!("locks {object}"), ", sees "),
        "read" => with(format!("locks {object} to read"), ", sees "),
        "write" => with(format!("locks {object} to write"), ", sees "),
        "unlock" => with(format!("unlocks {object}"), ", leaves "),
        "send" => with(format!("sends on {object}"), ": "),
        "receive" if value == Some("hung up") => {
            format!("finds every sender of {object} gone")
        }
        "receive" => with(format!("receives from {object}"), ": "),
        "hang up" => match value {
            Some(end) => format!("drops its {end} of {object}"),
            None => format!("hangs up {object}"),
        },
        "try" if value == Some("would block") => format!("finds {object} locked"),
        "try" => with(format!("looks at {object}"), ": "),
        "load" => with(format!("loads {object}"), ", sees "),
        "store" => with(format!("stores {object}"), ": "),
        "update" => with(format!("updates {object}"), ": "),
        "wait" => format!("waits on {object}"),
        "notify" => format!("notifies {object}"),
        "barrier" => with(format!("arrives at {object}"), ", "),
        "print" => format!("prints {}", quoted(value)),
        "eprint" => format!("prints to standard error {}", quoted(value)),
        "panic" => with("panics".to_owned(), ": "),
        "park" | "unpark" | "yield" | "sleep" => with(format!("{}s", step.op), " "),
        other => with(format!("{other} {object}"), ": "),
    }
}

/// What is printed, so that it cannot be taken for the book's own words.
fn quoted(printed: Option<&str>) -> String {
    match printed {
        Some(printed) => format!("“{printed}”"),
        None => "an empty line".to_owned(),
    }
}

// The drawing's own units. The style sheet stretches it to its rows and
// lanes, which are wider or higher as the window allows.
const ROW: usize = 24;
const LANE: usize = 34;

/// With more lanes than these, the chart may have to scroll on a phone.
const MANY_LANES: usize = 6;

/// The swim lanes: a lane a thread on the left, time downward, and what
/// happens in words on the right, so that it stays legible on a phone.
fn chart(id: &str, ending: &Ending) -> String {
    let lanes = ending.threads.len();
    let rows = ending.steps.len();
    let wide = if lanes > MANY_LANES {
        " tabindex=\"0\" role=\"group\" aria-label=\"Lanes and steps, wider than a narrow window\""
    } else {
        ""
    };
    let heads: Vec<String> = ending
        .names()
        .iter()
        .map(|name| name.strip_prefix("thread ").unwrap_or(name))
        .map(|name| format!("<span>{}</span>", escape(name)))
        .collect();
    // Names too long for a lane stand upright, all of them.
    let upright = ending.names().iter().any(|name| {
        let short = name.strip_prefix("thread ").unwrap_or(name);
        *name != "main" && short.chars().count() > 2
    });
    let upright = if upright { " upright" } else { "" };
    let [narrow, middle, large] = lines(ending);
    format!(
        "<div class=\"stage\">\n<div class=\"chart\" \
         style=\"--lanes:{lanes};--rows:{rows};--narrow:{narrow};--middle:{middle};--large:{large}\"{wide}>\n\
         <div class=\"heads{upright}\" aria-hidden=\"true\">{}</div>\n{}{}</div>\n\
         <p class=\"the-end\">The end: {}.</p>\n</div>\n",
        heads.concat(),
        drawing(id, ending),
        in_words(ending),
        escape(&the_end(ending))
    )
}

/// How many lines the longest step takes, on a phone, beside the program, and
/// where there is room: rows are of one height, and nothing is cut off.
fn lines(ending: &Ending) -> [usize; 3] {
    let names = ending.names();
    let lengths = ending.steps.iter().map(|step| {
        let who = thread_name(ending, step.thread).chars().count();
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

fn drawing(id: &str, ending: &Ending) -> String {
    let width = LANE * ending.threads.len();
    let height = ROW * ending.steps.len();
    let x = |thread: usize| LANE / 2 + LANE * thread;
    let y = |step: usize| ROW * step + ROW / 2;
    let mut svg = format!(
        "<svg class=\"lanes\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" \
         role=\"img\" aria-labelledby=\"lanes-{id}\" aria-describedby=\"about-{id}\">\n\
         <title id=\"lanes-{id}\">{}</title>\n<desc id=\"about-{id}\">{}</desc>\n",
        escape(&title(ending)),
        escape(&description(ending))
    );
    lifelines(ending, x, y, &mut svg);
    links_between(ending, x, y, &mut svg);
    for (step, holders) in stuck(ending) {
        let from = ending.steps[step].thread;
        for holder in holders.iter().filter(|it| **it != from) {
            let (x1, x2, y) = (x(from), x(*holder), y(step));
            let (tip, head) = if x2 > x1 {
                (x2 - 10, "m-5 -4l5 4l-5 4")
            } else {
                (x2 + 4, "m5 -4l-5 4l5 4")
            };
            let _ = writeln!(svg, "<path class=\"blocked\" d=\"M{x1} {y}H{tip}{head}\"/>");
        }
    }
    if let Some(round) = ending.round {
        // Back from the last step to the one that follows it.
        let (from, to) = (y(ending.steps.len() - 1), y(round));
        let _ = writeln!(
            svg,
            "<path class=\"round\" d=\"M9 {from}H3V{to}H9m-5 -4l5 4l-5 4\"/>"
        );
    }
    // A dot is a line of no length with round ends: it stays round however
    // the drawing is stretched.
    for (index, step) in ending.steps.iter().enumerate() {
        let kind = kind_of(step);
        let at = format!("M{} {}h.01", x(step.thread), y(index));
        let _ = write!(svg, "<path class=\"dot {kind}\" d=\"{at}\"/>");
        if kind == "want" {
            let _ = write!(svg, "<path class=\"hole\" d=\"{at}\"/>");
        }
    }
    svg.push_str("\n</svg>\n");
    svg
}

fn title(ending: &Ending) -> String {
    format!("Swim lanes of {}", ending.names().join(", "))
}

fn description(ending: &Ending) -> String {
    let count = |op: &str| ending.steps.iter().filter(|it| it.op == op).count();
    let mut text = format!("Time runs downward through {} steps", ending.steps.len());
    for (op, one, many) in [
        ("spawn", "thread is started", "threads are started"),
        ("send", "message is sent", "messages are sent"),
        ("want", "wait", "waits"),
    ] {
        match count(op) {
            0 => {}
            1 => text += &format!(", 1 {one}"),
            n => text += &format!(", {n} {many}"),
        }
    }
    format!(
        "{text}. The steps in words follow. The end: {}.",
        the_end(ending)
    )
}

/// A line for each thread from its first to its last step, dashed where it
/// waits, doubled where it holds a lock.
fn lifelines(
    ending: &Ending,
    x: impl Fn(usize) -> usize,
    y: impl Fn(usize) -> usize,
    svg: &mut String,
) {
    for thread in 0..ending.threads.len() {
        let own: Vec<usize> = (0..ending.steps.len())
            .filter(|step| ending.steps[*step].thread == thread)
            .collect();
        let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
            continue;
        };
        let x = x(thread);
        let _ = writeln!(
            svg,
            "<path class=\"life\" d=\"M{x} {}V{}\"/>",
            y(first),
            y(last)
        );
        for pair in own.windows(2) {
            if ending.steps[pair[0]].op == "want" {
                let _ = writeln!(
                    svg,
                    "<path class=\"waiting\" d=\"M{x} {}V{}\"/>",
                    y(pair[0]),
                    y(pair[1])
                );
            }
        }
        // A thread that still waits at the end waits for ever.
        if ending.steps[last].op == "want" {
            let _ = writeln!(
                svg,
                "<path class=\"waiting\" d=\"M{x} {}V{}\"/>",
                y(last),
                y(ending.steps.len() - 1) + 10
            );
        }
        // A second lock held at the same time stands beside the first.
        let mut held: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for &step in &own {
            let it = &ending.steps[step];
            let object = it.object.as_deref().unwrap_or_default();
            match it.op.as_str() {
                "lock" | "read" | "write" => {
                    let free = |it: &usize| held.values().all(|(_, taken)| taken != it);
                    let beside = [6, 11].into_iter().find(free).unwrap_or(16);
                    held.insert(object, (step, beside));
                }
                "unlock" => {
                    if let Some((from, beside)) = held.remove(object) {
                        let _ = writeln!(
                            svg,
                            "<path class=\"held\" d=\"M{} {}V{}\"/>",
                            x - beside,
                            y(from),
                            y(step)
                        );
                    }
                }
                _ => {}
            }
        }
        for (from, beside) in held.into_values() {
            let _ = writeln!(
                svg,
                "<path class=\"held\" d=\"M{} {}V{}\"/>",
                x - beside,
                y(from),
                y(ending.steps.len() - 1) + 10
            );
        }
    }
}

/// Curves between lanes: from spawn to the first step, from the end to the
/// join, from a send to its receive.
fn links_between(
    ending: &Ending,
    x: impl Fn(usize) -> usize,
    y: impl Fn(usize) -> usize,
    svg: &mut String,
) {
    let mut curve = |class: &str, from: (usize, usize), to: (usize, usize)| {
        let (x1, y1, x2, y2) = (x(from.0), y(from.1), x(to.0), y(to.1));
        let middle = (y1 + y2) / 2;
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}\"/>"
        );
    };
    let first_of = |thread| ending.steps.iter().position(|it| it.thread == thread);
    let last_of = |thread| ending.steps.iter().rposition(|it| it.thread == thread);
    let mut queues: BTreeMap<&str, VecDeque<(usize, usize)>> = BTreeMap::new();
    for (index, step) in ending.steps.iter().enumerate() {
        let object = step.object.as_deref().unwrap_or_default();
        match (step.op.as_str(), step.child) {
            ("spawn", Some(child)) => {
                if let Some(first) = first_of(child) {
                    curve("link", (step.thread, index), (child, first));
                }
            }
            ("join", Some(child)) => {
                if let Some(last) = last_of(child).filter(|last| *last < index) {
                    curve("link", (child, last), (step.thread, index));
                }
            }
            ("send", _) => queues
                .entry(object)
                .or_default()
                .push_back((step.thread, index)),
            ("receive", _) => {
                if let Some(from) = queues.get_mut(object).and_then(VecDeque::pop_front) {
                    curve("sent", from, (step.thread, index));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"{
      "version": 1, "complete": true, "limit": null, "assumptions": ["sleeping orders nothing"],
      "schedules": "1234567",
      "endings": [
        {"kind": "exit", "code": 0, "stdout": "a <b>\nc\n", "stderr": "", "abandoned": ["thread 1"],
         "schedules": "1", "threads": [{"name": "main", "line": null}, {"name": "thread 1", "line": 2}],
         "steps": [
           {"thread": 0, "op": "spawn", "object": "thread 1", "child": 1, "line": 1, "value": null, "waits_for": null},
           {"thread": 1, "op": "send", "object": "tx", "line": 2, "value": "7", "waits_for": null},
           {"thread": 0, "op": "receive", "object": "tx", "line": 3, "value": "7", "waits_for": null},
           {"thread": 0, "op": "print", "object": null, "line": 3, "value": "a <b>\nc\n", "waits_for": null}]},
        {"kind": "deadlock", "code": null, "stdout": "", "stderr": "", "abandoned": [],
         "schedules": "2", "threads": [{"name": "main", "line": null}],
         "steps": [{"thread": 0, "op": "want", "object": "m", "line": 1, "value": null, "waits_for": {"object": "m", "held_by": [0]}}]}],
      "graph": {"start": 0, "nodes": []}
    }"#;

    fn sample() -> String {
        let schedules: Schedules = serde_json::from_str(DATA).unwrap();
        figure("demo", &schedules, "schedules")
    }

    #[test]
    fn counts_endings_and_schedules() {
        let html = sample();
        assert!(html.contains("1,234,567 schedules, 2 endings"), "{html}");
        assert!(html.contains("data-graph=\"true\""), "{html}");
        assert!(
            html.contains("thread 1 is cut off, 1 schedule</span>"),
            "{html}"
        );
        assert!(html.contains(">Ending 2 of 2:</span>"), "{html}");
        assert!(
            html.contains("<span class=\"kind\">deadlock</span>"),
            "{html}"
        );
        assert!(
            html.contains("<span class=\"facts\">2 schedules</span>"),
            "{html}"
        );
    }

    #[test]
    fn text_from_the_program_is_escaped_and_no_line_is_empty() {
        let html = sample();
        assert!(html.contains("<samp>a &lt;b&gt;</samp>"), "{html}");
        assert!(
            html.contains("data-out=\"a &lt;b&gt;&#10;c&#10;\""),
            "{html}"
        );
        assert!(html.lines().all(|line| !line.trim().is_empty()));
    }

    #[test]
    fn draws_messages_waits_and_words() {
        let html = sample();
        assert!(html.contains("class=\"sent\""), "{html}");
        assert!(html.contains("class=\"waiting\""), "{html}");
        assert!(
            html.contains("<b>main</b> waits for m, held by main"),
            "{html}"
        );
        assert!(
            html.contains(
                "<li class=\"channel\" data-line=\"3\"><span><b>main</b> receives from tx: 7"
            ),
            "{html}"
        );
        assert!(
            html.contains("<b>main</b> prints “a &lt;b&gt; c”"),
            "{html}"
        );
    }

    #[test]
    fn says_how_it_ends_and_who_waits_for_whom() {
        let html = sample();
        assert!(
            html.contains("<p class=\"the-end\">The end: the program exits with code 0; thread 1 is cut off.</p>"),
            "{html}"
        );
        assert!(
            html.contains(
                "The end: a deadlock, nobody can go on; main waits for m, held by main.</p>"
            ),
            "{html}"
        );
    }

    #[test]
    fn threads_that_wait_for_each_other_point_at_each_other() {
        let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
        let stuck = &mut schedules.endings[1];
        stuck.threads.push(Thread {
            name: "printer".into(),
        });
        let mut other = stuck.steps[0].clone();
        other.thread = 1;
        stuck.steps[0].waits_for.as_mut().unwrap().held_by = vec![1];
        stuck.steps.push(other);
        let html = figure("demo", &schedules, "schedules");
        assert_eq!(html.matches("class=\"blocked\"").count(), 2, "{html}");
        assert!(html.contains("<div class=\"heads upright\""), "{html}");
    }

    #[test]
    fn many_lanes_scroll_in_a_box_that_has_a_name() {
        let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
        for index in 2..=MANY_LANES {
            schedules.endings[0].threads.push(Thread {
                name: format!("thread {index}"),
            });
        }
        let html = figure("demo", &schedules, "schedules");
        assert_eq!(
            html.matches("tabindex=\"0\" role=\"group\" aria-label")
                .count(),
            1
        );
    }

    #[test]
    fn a_livelock_shows_where_it_begins_again() {
        let mut schedules: Schedules = serde_json::from_str(DATA).unwrap();
        let ending = &mut schedules.endings[0];
        (ending.kind, ending.code, ending.round) = ("livelock".into(), None, Some(1));
        let html = figure("demo", &schedules, "schedules");
        assert!(html.contains("the last 3 steps repeat for ever"), "{html}");
        assert!(html.contains("<li class=\"channel again\""), "{html}");
        // From the middle of the last row up to that of the second.
        assert!(html.contains("class=\"round\" d=\"M9 84H3V36H9"), "{html}");
    }
}
