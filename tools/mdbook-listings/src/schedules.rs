//! The figure "Every schedule" under a listing: every ending that the program
//! can have, each with one schedule that leads to it, drawn as swim lanes.
//!
//! The data is `schedules.json` beside the program, written by
//! `every-schedule`. The figure needs no JavaScript: each ending is a
//! disclosure, its drawing is inline SVG, and its steps stand below in words.
//! `src/schedules/player.js` adds stepping and "you choose".

use crate::expand::escape;
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

/// The figure for the listing `name`, whose program is `source`. `assets` is
/// the way from the page to `src/schedules`.
pub fn figure(name: &str, source: &str, schedules: &Schedules, assets: &str) -> String {
    let mut html = String::new();
    let _ = write!(
        html,
        "<section class=\"schedules\" id=\"schedules-{name}\" data-name=\"{name}\" \
         data-assets=\"{assets}\" data-graph=\"{}\" aria-label=\"Every schedule of {name}\">\n\
         <p class=\"schedules-head\"><strong>Every schedule</strong> \
         <span class=\"schedules-count\">{}</span></p>\n",
        schedules.graph,
        escape(&summary(schedules))
    );
    for (index, ending) in schedules.endings.iter().enumerate() {
        html.push_str(&ending_html(name, source, index, ending));
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

fn ending_html(name: &str, source: &str, index: usize, ending: &Ending) -> String {
    let open = if index == 0 { " open" } else { "" };
    let bad = if ending.code == Some(0) { "" } else { " bad" };
    let mut html = format!(
        "<details class=\"ending-choice{bad}\" name=\"schedules-{name}\"{open}>\n<summary>{}</summary>\n",
        chip(ending)
    );
    if ending.steps.is_empty() {
        html.push_str(
            "<p class=\"schedules-note\">No step of this program depends on another thread.</p>\n",
        );
    } else {
        html.push_str(&drawing(name, index, ending));
        html.push_str(&in_words(source, ending));
    }
    html.push_str("</details>\n");
    html
}

/// What tells an ending from the others, in one line.
fn chip(ending: &Ending) -> String {
    let printed = if ending.stdout.is_empty() {
        &ending.stderr
    } else {
        &ending.stdout
    };
    let lines: Vec<String> = printed
        .lines()
        .map(|line| format!("<samp>{}</samp>", escape(line)))
        .collect();
    let mut text = lines.join(" <span class=\"then\">·</span> ");
    if text.is_empty() {
        text = "prints nothing".to_owned();
    }
    let mut facts = Vec::new();
    match (ending.kind.as_str(), ending.code) {
        ("exit", Some(0)) => {}
        ("exit", Some(code)) => facts.push(format!("exit code {code}")),
        ("panic", _) => facts.push("main panics".to_owned()),
        (kind, _) => facts.push(kind.to_owned()),
    }
    if !ending.abandoned.is_empty() {
        let verb = if ending.abandoned.len() == 1 {
            "is"
        } else {
            "are"
        };
        facts.push(format!("{} {verb} cut off", ending.abandoned.join(", ")));
    }
    if let Some(count) = &ending.schedules {
        let noun = if count == "1" {
            "schedule"
        } else {
            "schedules"
        };
        facts.push(format!("{} {noun}", grouped(count)));
    }
    let facts = escape(&facts.join(", "));
    format!("{text} <span class=\"facts\">{facts}</span>")
}

/// The steps as a list: the text alternative, and what the player reads.
fn in_words(source: &str, ending: &Ending) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let mut html =
        String::from("<details class=\"in-words\"><summary>The steps in words</summary>\n<ol>\n");
    for step in &ending.steps {
        let line = step.line.unwrap_or(0);
        let code = lines.get(line.wrapping_sub(1)).map_or("", |it| it.trim());
        let out = if step.op == "print" {
            step.value.as_deref().unwrap_or_default()
        } else {
            ""
        };
        let place = if line > 0 {
            format!(" <span class=\"at\">line {line}</span>")
        } else {
            String::new()
        };
        let _ = writeln!(
            html,
            "<li data-line=\"{line}\" data-code=\"{}\" data-out=\"{}\"><b>{}</b> {}{place}</li>",
            escape(code),
            escape(&out.replace('\n', "&#10;")).replace("&amp;#10;", "&#10;"),
            escape(thread_name(ending, step.thread)),
            escape(&phrase(step, &ending.names())),
        );
    }
    html.push_str("</ol>\n</details>\n");
    html
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
        "exit" => "returns, and the process ends".to_owned(),
        "join" => format!("has joined {object}"),
        "want" => match &step.waits_for {
            Some(what) => {
                let holders: Vec<&str> = what
                    .held_by
                    .iter()
                    .map(|thread| threads.get(*thread).copied().unwrap_or("?"))
                    .collect();
                match holders[..] {
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
        "lock" => with(format!("locks {object}"), ", sees "),
        "read" => with(format!("locks {object} to read"), ", sees "),
        "write" => with(format!("locks {object} to write"), ", sees "),
        "unlock" => with(format!("unlocks {object}"), ", leaves "),
        "send" => with(format!("sends on {object}"), ": "),
        "receive" => with(format!("receives from {object}"), ": "),
        "hang up" => format!("hangs up {object}"),
        "load" => with(format!("loads {object}"), ", sees "),
        "store" => with(format!("stores {object}"), ": "),
        "update" => with(format!("updates {object}"), ": "),
        "wait" => format!("waits on {object}"),
        "notify" => format!("notifies {object}"),
        "barrier" => format!("arrives at {object}"),
        "print" => with("prints".to_owned(), " "),
        "eprint" => with("prints to standard error".to_owned(), " "),
        "panic" => with("panics".to_owned(), ": "),
        "park" | "unpark" | "yield" | "sleep" => with(format!("{}s", step.op), " "),
        other => with(format!("{other} {object}"), ": "),
    }
}

const ROW: usize = 24;
const LANE: usize = 34;
const TOP: usize = 34;
const TEXT: usize = 330;

/// The swim lanes: a lane a thread on the left, time downward, and what
/// happens in words on the right, so that it stays legible on a phone.
fn drawing(name: &str, index: usize, ending: &Ending) -> String {
    let lanes = ending.threads.len();
    let width = LANE * lanes + TEXT;
    let height = TOP + ROW * ending.steps.len() + 12;
    let x = |thread: usize| LANE / 2 + LANE * thread;
    let y = |step: usize| TOP + ROW * step + ROW / 2;
    let id = format!("{name}-{index}");
    let mut svg = format!(
        "<svg class=\"lanes\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"lanes-{id}\">\n<title id=\"lanes-{id}\">{}</title>\n",
        escape(&title(ending))
    );
    for (thread, it) in ending.threads.iter().enumerate() {
        let short = it.name.strip_prefix("thread ").unwrap_or(&it.name);
        let short: String = short.chars().take(5).collect();
        let _ = writeln!(
            svg,
            "<text class=\"name\" x=\"{}\" y=\"16\" text-anchor=\"middle\">{}</text>",
            x(thread),
            escape(&short)
        );
    }
    let mut links = String::new();
    lifelines(ending, x, y, &mut svg);
    links_between(ending, x, y, &mut links);
    svg.push_str(&links);
    for (index, step) in ending.steps.iter().enumerate() {
        let kind = match step.op.as_str() {
            "print" | "eprint" => "print",
            "want" => "want",
            "lock" | "read" | "write" | "unlock" => "lock",
            "send" | "receive" => "message",
            "panic" => "panic",
            _ => "plain",
        };
        let (cx, cy) = (x(step.thread), y(index));
        let text: String = phrase(step, &ending.names()).replace('\n', " ");
        let who = thread_name(ending, step.thread);
        let room = 46usize.saturating_sub(who.chars().count());
        let text = shortened(&text, room);
        let radius = if kind == "want" { 3 } else { 4 };
        let _ = writeln!(
            svg,
            "<g class=\"step {kind}\" data-step=\"{index}\"><circle cx=\"{cx}\" cy=\"{cy}\" r=\"{radius}\"/>\
             <text x=\"{}\" y=\"{}\"><tspan class=\"who\">{}</tspan> {}</text></g>",
            LANE * lanes + 8,
            cy + 4,
            escape(who),
            escape(&text)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn title(ending: &Ending) -> String {
    let how = match (ending.kind.as_str(), ending.code) {
        ("exit", Some(0)) => "the program ends".to_owned(),
        ("exit", Some(code)) => format!("the program exits with code {code}"),
        ("panic", _) => "main panics".to_owned(),
        (kind, _) => format!("a {kind}"),
    };
    format!(
        "Swim lanes of {}: {} steps, then {how}. The steps in words follow.",
        ending.names().join(", "),
        ending.steps.len()
    )
}

fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(room.saturating_sub(1)).collect();
    short.push('…');
    short
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
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for &step in &own {
            let it = &ending.steps[step];
            let object = it.object.as_deref().unwrap_or_default();
            match it.op.as_str() {
                "lock" | "read" | "write" => {
                    held.insert(object, step);
                }
                "unlock" => {
                    if let Some(from) = held.remove(object) {
                        let _ = writeln!(
                            svg,
                            "<path class=\"held\" d=\"M{} {}V{}\"/>",
                            x - 6,
                            y(from),
                            y(step)
                        );
                    }
                }
                _ => {}
            }
        }
        for from in held.into_values() {
            let _ = writeln!(
                svg,
                "<path class=\"held\" d=\"M{} {}V{}\"/>",
                x - 6,
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
            "<path class=\"{class}\" data-step=\"{}\" d=\"M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}\"/>",
            to.1
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
        figure("demo", "one\ntwo\nthree\n", &schedules, "schedules")
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
        assert!(html.contains("deadlock, 2 schedules"), "{html}");
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
            html.contains("data-line=\"3\" data-code=\"three\""),
            "{html}"
        );
    }
}
