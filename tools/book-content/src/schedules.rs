//! Every schedule of a program: the file `schedules.json`, as `every-schedule`
//! writes it, and its steps in words.

use crate::problem::Problem;
use serde::Deserialize;
use std::path::Path;

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

    /// The name of a thread.
    pub fn name(&self, thread: usize) -> &str {
        self.threads.get(thread).map_or("?", |it| &it.name)
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

impl Schedules {
    /// Reads the text of `file`.
    ///
    /// # Errors
    ///
    /// The line that is not as `every-schedule` writes it.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Problem> {
        serde_json::from_str(text).map_err(|error| {
            let message = format!("is not what every-schedule writes: {error}");
            Problem::at_line(file, error.line(), message)
        })
    }
}

fn is_some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let graph = Option::<serde::de::IgnoredAny>::deserialize(deserializer)?;
    Ok(graph.is_some())
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
