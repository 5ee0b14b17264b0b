//! What the tests of the exercises have in common. There is nothing to solve
//! in here.

use every_schedule::{Ending, Explorer, Kind, Program, Refusal, Schedules, Step};
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often a scenario is run where schedules cannot be explored.
const RUNS: usize = 300;

/// How long the schedules of one scenario may take. Those of a solution take
/// less than a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long anything may take before it counts as stuck. It is no part of any
/// check: what ends takes milliseconds.
const LIMIT: Duration = Duration::from_secs(30);

/// Tests that try every schedule of a scenario: a block that uses what
/// `src/lib.rs` has, and std by its full paths, and returns a `String`.
///
/// The scenario may assert: then the schedule in which it panics is shown.
/// `wrong` says what is wrong with its string, if anything; `stuck` is the
/// message where a schedule ends with all threads waiting.
///
/// After `asleep:` come scenarios that nobody can end. Their threads are to wait
/// asleep; `busy` is the message where one looks again and again instead.
#[macro_export]
macro_rules! every_schedule {
    ($(fn $name:ident() {
        scenario: $scenario:block,
        wrong: $wrong:expr,
        stuck: $stuck:expr $(,)?
    })+ $(asleep: $(fn $idle:ident() {
        scenario: $endless:block,
        busy: $busy:expr $(,)?
    })+)?) => {
        static EXPLORED: std::sync::LazyLock<$crate::Explored> = std::sync::LazyLock::new(|| {
            let scenarios = [
                $((stringify!($name), stringify!($scenario)),)+
                $($((stringify!($idle), stringify!($endless)),)+)?
            ];
            $crate::Explored::new(include_str!("../src/lib.rs"), &scenarios)
        });
        $(
            #[test]
            fn $name() {
                fn scenario() -> String $scenario
                EXPLORED.judge(stringify!($name), scenario, $wrong, $stuck);
            }
        )+
        $($(
            #[test]
            fn $idle() {
                EXPLORED.judge_asleep(stringify!($idle), $busy);
            }
        )+)?
    };
}

/// What the explorer found for each scenario of an exercise.
#[derive(Debug)]
pub struct Explored {
    lines: usize,
    /// With the test's.
    all_lines: usize,
    found: BTreeMap<String, Result<Schedules, Refusal>>,
}

impl Explored {
    /// Tries every schedule of every scenario. They are built as one program.
    #[must_use]
    pub fn new(library: &str, scenarios: &[(&str, &str)]) -> Self {
        let library = library.replace("\r\n", "\n");
        let beginnings: Vec<String> = scenarios
            .iter()
            .map(|(name, _)| format!("print_{name}"))
            .collect();
        let mut source = library.clone();
        for ((name, scenario), print) in scenarios.iter().zip(&beginnings) {
            source += &format!(
                "\nfn {print}() {{ print!(\"{{}}\", scenario_{name}()) }} \
                 fn scenario_{name}() -> String {scenario}\n"
            );
        }
        let name = scenarios.first().map_or("", |it| it.0).to_owned();
        let program = Program { name, source };
        // To build takes longer than to explore.
        let explorer = Explorer {
            timeout: PATIENCE,
            optimized: false,
            ..Explorer::default()
        };
        let beginnings: Vec<&str> = beginnings.iter().map(String::as_str).collect();
        let found = explorer.explore_beginnings(&program, &beginnings);
        let names = scenarios.iter().map(|(name, _)| (*name).to_owned());
        Self {
            lines: library.lines().count(),
            all_lines: program.source.lines().count(),
            found: names.zip(found).collect(),
        }
    }

    /// How often the library touches an atomic, a lock, a channel or the like in
    /// a scenario, at most. None where its schedules were not explored.
    #[must_use]
    pub fn shared_steps(&self, name: &str) -> Option<usize> {
        let found = self.found[name].as_ref().ok()?;
        let own = |step: &&Step| step.line.is_some_and(|line| line as usize <= self.lines);
        // To want a lock and to get it is one touch, not two.
        let shared =
            |step: &&Step| step.object.is_some() && step.child.is_none() && step.op != "want";
        let endings = found.endings.iter();
        endings
            .map(|ending| ending.steps.iter().filter(own).filter(shared).count())
            .max()
    }

    /// See [`every_schedule!`].
    ///
    /// # Panics
    ///
    /// When a schedule ends wrongly, with the schedule.
    pub fn judge(
        &self,
        name: &str,
        real: fn() -> String,
        wrong: impl Fn(&str) -> Option<String>,
        stuck: &str,
    ) {
        if cfg!(not(target_os = "linux")) {
            println!(
                "Every schedule is tried on Linux only. Here the test runs {RUNS} times \
                 instead, and may be lucky."
            );
            for _ in 0..RUNS {
                if let Some(message) = wrong(&or_stuck(stuck, real)) {
                    panic!("{message}");
                }
            }
            return;
        }
        match &self.found[name] {
            Ok(found) => self.judge_found(found, wrong, stuck),
            Err(refusal) => refuse(refusal),
        }
    }

    /// See [`every_schedule!`].
    ///
    /// # Panics
    ///
    /// When a thread looks again and again for what will not come.
    pub fn judge_asleep(&self, name: &str, busy: &str) {
        if cfg!(not(target_os = "linux")) {
            println!("This is seen only where every schedule can be tried.");
            return;
        }
        let found = match &self.found[name] {
            Ok(found) => found,
            Err(refusal) => refuse(refusal),
        };
        // That it ends, or panics, is for the other tests to judge.
        let ending = found.endings.iter().find(|it| it.kind == Kind::Livelock);
        if let Some(ending) = ending {
            panic!(
                "\n\n{busy}\n\nA schedule that leads there:\n\n{}",
                self.steps(ending)
            );
        }
        complete(found);
    }

    /// How often the library does what a schedule calls `op`, such as "lock", at
    /// most. None where the schedules of the scenario were not explored.
    #[must_use]
    pub fn steps_that(&self, name: &str, op: &str) -> Option<usize> {
        let found = self.found[name].as_ref().ok()?;
        let own = |step: &&Step| step.line.is_some_and(|line| line as usize <= self.lines);
        let endings = found.endings.iter();
        endings
            .map(|ending| {
                ending
                    .steps
                    .iter()
                    .filter(own)
                    .filter(|it| it.op == op)
                    .count()
            })
            .max()
    }

    fn judge_found(&self, found: &Schedules, wrong: impl Fn(&str) -> Option<String>, stuck: &str) {
        let fault = |ending: &Ending| match ending.kind {
            Kind::Deadlock => Some(stuck.to_owned()),
            Kind::Livelock => Some(format!("{stuck} (they look again and again)")),
            Kind::Panic => Some(said(&ending.stderr)),
            Kind::Exit if ending.code != Some(0) => {
                Some(format!("it ends with exit code {:?}", ending.code))
            }
            Kind::Exit => wrong(&ending.stdout),
        };
        let shortest = found
            .endings
            .iter()
            .filter_map(|ending| Some((ending, fault(ending)?)))
            .min_by_key(|(ending, _)| ending.steps.len());
        if let Some((ending, message)) = shortest {
            let right = found.endings.iter().any(|ending| fault(ending).is_none());
            let luck = if right {
                "\n(Not always: in other schedules all is well. A lucky run is no proof.)"
            } else {
                ""
            };
            panic!(
                "\n\n{message}{luck}\n\nA schedule that leads there:\n\n{}",
                self.steps(ending)
            );
        }
        complete(found);
    }

    /// A schedule as a table. Lines beyond those of the library are the test's.
    fn steps(&self, ending: &Ending) -> String {
        let lines = self.lines;
        let mut text = String::new();
        for step in &ending.steps {
            let line = match step.line {
                Some(line) if line as usize <= lines => format!("lib.rs:{line}"),
                Some(_) => "the test".to_owned(),
                None => String::new(),
            };
            let name = ending.threads.get(step.thread).map_or("", |t| &t.name);
            text += &format!("  {name:<10} {line:<11} {}", step.op);
            let object = step.waits_for.as_ref().map(|waits| &waits.object);
            if let Some(child) = step.child.and_then(|child| ending.threads.get(child)) {
                text += &format!(" {}", child.name);
            } else if let Some(object) = object.or(step.object.as_ref()) {
                text += &format!(" {object}");
            }
            if let Some(value) = &step.value {
                text += &format!(": {value}");
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        // The stand-in counts lines in the whole program; the test's come after
        // the library's. More than the program has are those of a file of std's.
        for (before, after, test) in [(" of line ", "", " of the test"), (" (line ", ")", "")] {
            let mut rest = std::mem::take(&mut text);
            while let Some(at) = rest.find(before) {
                let digits: String = rest[at + before.len()..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                let mut end = at + before.len() + digits.len();
                let number: usize = digits.parse().unwrap_or(0);
                text += &rest[..at];
                if number <= lines || !rest[end..].starts_with(after) {
                    text += &rest[at..end];
                } else {
                    text += if number <= self.all_lines { test } else { "" };
                    end += after.len();
                }
                rest = rest.split_off(end);
            }
            text += &rest;
        }
        text
    }
}

fn refuse(refusal: &Refusal) -> ! {
    panic!("this test tries every schedule of your code, and cannot with this one: {refusal}")
}

fn complete(found: &Schedules) {
    // What follows the semicolon is for whoever can change the scenario.
    let limit = found.limit.as_deref().unwrap_or("a limit was hit");
    let limit = limit.split(';').next().unwrap_or(limit);
    assert!(
        found.complete,
        "no schedule that was tried goes wrong, but your code has too many to try them all: \
         {limit}. So it may be right, and this test cannot tell. Fewer steps that other threads \
         can notice, such as a channel in place of a Mutex and two Condvars, make fewer schedules."
    );
}

/// What a panic says, without where it says so.
fn said(stderr: &str) -> String {
    let lines = stderr.lines().filter(|line| {
        let line = line.trim();
        let place = line.starts_with("thread '") && line.contains("panicked at");
        !(place || line.is_empty() || line.starts_with("note: run with"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Runs `body` on a thread of its own. Should it never end, the test fails with
/// `stuck` instead of hanging.
///
/// # Panics
///
/// When `body` does, or never ends.
pub fn or_stuck<T: Send + 'static>(stuck: &str, body: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, waiting) = mpsc::channel();
    let thread = thread::spawn(move || {
        let result = body();
        // Nobody waits any more if it took too long.
        let _ = done.send(());
        result
    });
    match waiting.recv_timeout(LIMIT) {
        Err(RecvTimeoutError::Timeout) => panic!("{stuck}"),
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic))
        }
    }
}
