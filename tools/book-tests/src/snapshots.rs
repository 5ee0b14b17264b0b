//! Compares a run with its snapshot, or records it anew.

use crate::process::{Expect, LIMIT, Outcome, neutral_environment, watch};
use crate::root;
use book_content::output::OVERWRITE;
use book_content::output::{Promise, Run, Snapshot};
use book_content::problem::slashed;
use regex::Regex;
use similar::TextDiff;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Whether snapshots are compared or recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A difference fails the test.
    Compare,
    /// A difference is recorded; what still holds stays as it is.
    Overwrite,
}

impl Mode {
    /// Reads the variable `SNAPSHOTS`.
    ///
    /// # Errors
    ///
    /// A message for any value but `overwrite`.
    pub fn from_environment() -> Result<Self, String> {
        match std::env::var("SNAPSHOTS").as_deref() {
            Err(_) | Ok("") => Ok(Self::Compare),
            Ok("overwrite") => Ok(Self::Overwrite),
            Ok(other) => Err(format!(
                "SNAPSHOTS={other} is unknown; use SNAPSHOTS=overwrite or leave it out"
            )),
        }
    }
}

/// How often a program is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// So often, however long it takes.
    pub at_least: usize,
    /// And up to so often while it takes little time.
    pub at_most: usize,
}

impl Runs {
    /// A program that has one order: as often as was asked for.
    pub fn exactly(runs: usize) -> Self {
        Self {
            at_least: runs,
            at_most: runs,
        }
    }

    /// A program that may race and is not explored: so often that a lost update
    /// shows. A wrong one that comes out right in three runs of four passes
    /// three times in a thousand.
    pub fn of_a_race(runs: usize) -> Self {
        Self {
            at_least: runs.max(3),
            at_most: runs.max(20),
        }
    }
}

/// How long a program is run again and again, beyond what was asked for.
const ENOUGH: Duration = Duration::from_secs(2);

/// How many equal runs a program must show before its order counts as fixed.
const RUNS_TO_RECORD: usize = 5;

/// Runs a program and holds it to its snapshot `out_file`.
///
/// `source` and `out_file` are relative to the book's root; `command` makes a
/// fresh command for each run.
///
/// # Errors
///
/// What is wrong, for the contributor: the files, the difference, the remedy.
pub fn check_run(
    mode: Mode,
    source: &Path,
    out_file: &Path,
    recorded: Option<&Snapshot>,
    runs: Runs,
    command: &dyn Fn() -> Command,
) -> Result<(), String> {
    let promise = recorded.map(|it| it.promise.clone()).unwrap_or_default();
    let expected = recorded.and_then(|it| it.run.as_ref());
    let run = |expected: Option<&Run>| run_once(source, &promise, expected, command);

    if mode == Mode::Compare {
        let Some(expected) = expected else {
            return Err(format!(
                "{} holds no recorded output of {}; {OVERWRITE}, and look at what it wrote",
                slashed(out_file),
                slashed(source)
            ));
        };
        let start = Instant::now();
        for done in 1..=runs.at_most {
            compare(source, out_file, &promise, expected, &run(Some(expected))?)?;
            if done >= runs.at_least && start.elapsed() > ENOUGH {
                break;
            }
        }
        return Ok(());
    }

    if let Some(expected) = expected {
        let unchanged = run(Some(expected))?;
        if promise.same(expected, &unchanged) {
            return Ok(());
        }
    }
    let first = run(None)?;
    let repeats = if promise.hangs.is_some() {
        1
    } else {
        RUNS_TO_RECORD
    };
    for _ in 1..repeats {
        let next = run(None)?;
        if !promise.same(&first, &next) {
            return Err(format!(
                "{}: two runs differ, so nothing was recorded. If the difference is the \
                 lesson, declare it in {} with `#: order any because …` or \
                 `#: mask REGEX because …`, or have every schedule explored (an empty \
                 schedules.json, see CONTRIBUTING.md); otherwise give the program one order.\n{}",
                slashed(source),
                slashed(out_file),
                difference("one run", "another", &first, &next)
            ));
        }
    }
    let snapshot = Snapshot {
        promise,
        run: Some(first),
    };
    write(out_file, &snapshot.to_text())
}

/// Writes a generated file below the book's root.
///
/// # Errors
///
/// The system's reason why it cannot.
pub fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(root().join(file), text)
        .map_err(|error| format!("{} cannot be written: {error}", slashed(file)))
}

/// Runs a program once, under the watchdog that its promise asks for.
///
/// # Errors
///
/// It cannot be started, hangs though it should end, or ends though it should
/// hang.
pub fn run_once(
    source: &Path,
    promise: &Promise,
    expected: Option<&Run>,
    command: &dyn Fn() -> Command,
) -> Result<Run, String> {
    let mut command = command();
    neutral_environment(&mut command).current_dir(root());
    let done = |so_far: &Run| match expected {
        Some(expected) => promise.same(expected, &normalized(so_far.clone(), source)),
        None => true,
    };
    // One that hangs on an unlucky day need not be waited for to the limit: both
    // of its endings are foreseen.
    let foreseen = |so_far: &Run| promise.foresees(&normalized(so_far.clone(), source));
    let may_hang = promise.endings.iter().flatten().any(|it| it.exit.is_none());
    let expect = match promise.hangs {
        Some(_) => Expect::Hang(&done),
        None if may_hang => Expect::Either(&foreseen),
        None => Expect::End,
    };
    let outcome = watch(&mut command, expect)
        .map_err(|error| format!("{} cannot be run: {error}", slashed(source)))?;
    match (outcome, &promise.hangs) {
        (Outcome::Ended(run), None) | (Outcome::Hung(run), Some(_)) => Ok(normalized(run, source)),
        // A listing whose story is that it may hang, on an unlucky day.
        (Outcome::Hung(run), None)
            if promise.endings.is_some() && promise.foresees(&normalized(run.clone(), source)) =>
        {
            Ok(normalized(run, source))
        }
        (Outcome::Hung(run), None) => Err(format!(
            "{} did not end within {} s and was stopped. If it hangs on purpose, say so in \
             {}.out with `#: hangs because …`.\nUntil then it printed:\n{}",
            slashed(source),
            LIMIT.as_secs(),
            slashed(source),
            shown(&normalized(run, source))
        )),
        (Outcome::Ended(run), Some(reason)) => Err(format!(
            "{} is declared to hang ({reason}), but it ended. Remove `#: hangs` from {}.out or \
             mend the program.\nIt printed:\n{}",
            slashed(source),
            slashed(source),
            shown(&normalized(run, source))
        )),
    }
}

fn compare(
    source: &Path,
    out_file: &Path,
    promise: &Promise,
    expected: &Run,
    actual: &Run,
) -> Result<(), String> {
    if promise.same(expected, actual) {
        return Ok(());
    }
    let order = if promise.endings.is_some() {
        ", which is none of the endings in schedules.json"
    } else if promise.any_order.is_some() {
        " (lines sorted, since their order is free)"
    } else {
        ""
    };
    Err(format!(
        "{}: prints something else than {} records{order}\n{}\
         If the new output is right, {OVERWRITE}.",
        slashed(source),
        slashed(out_file),
        difference(
            "recorded",
            "printed",
            &promise.comparable(expected),
            &promise.comparable(actual)
        )
    ))
}

fn difference(old: &str, new: &str, a: &Run, b: &Run) -> String {
    text_difference(old, new, &shown(a), &shown(b))
}

/// A unified difference of two texts, for a person.
pub fn text_difference(old: &str, new: &str, a: &str, b: &str) -> String {
    let with_end = |text: &str| format!("{}\n", text.trim_end());
    TextDiff::from_lines(with_end(a), with_end(b))
        .unified_diff()
        .context_radius(4)
        .header(old, new)
        .to_string()
}

fn shown(run: &Run) -> String {
    let mut text = String::new();
    for (name, stream) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        if !stream.is_empty() {
            let _ = writeln!(text, "[{name}]\n{stream}");
        }
    }
    let _ = match run.exit {
        Some(code) => writeln!(text, "[exit code {code}]"),
        None => writeln!(text, "[never ended]"),
    };
    text
}

/// Takes the machine out of a run: paths, process and thread ids.
pub fn normalized(run: Run, source: &Path) -> Run {
    let stream = |text: String| normalized_text(&text, source);
    Run {
        exit: run.exit,
        stdout: stream(run.stdout),
        stderr: stream(run.stderr),
    }
}

fn normalized_text(text: &str, source: &Path) -> String {
    // `thread 'main' (4711) panicked` since Rust 1.95; `(node:4711) Warning`.
    static IDS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^(thread '.*' \(|\(node:)\d+\)").unwrap());
    let dir = slashed(source.parent().unwrap_or(Path::new("")));
    let root = slashed(&root());
    let mut text = text.to_owned();
    if cfg!(windows) {
        for path in [source.parent().unwrap_or(source), &crate::root()] {
            text = text.replace(&*path.to_string_lossy(), &slashed(path));
        }
        text = text.replace("\\main.", "/main.");
    }
    for folder in [
        format!("file:///{}/{dir}/", root.trim_start_matches('/')),
        format!("{root}/{dir}/"),
        format!("{dir}/"),
    ] {
        text = text.replace(&folder, "");
    }
    // A panic message starts with an empty line since Rust 1.95.
    IDS.replace_all(text.trim_start_matches('\n'), "$1…)")
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> impl Fn() -> Command + use<> {
        let script = script.to_owned();
        move || {
            let mut command = Command::new("sh");
            command.arg("-c").arg(&script);
            command
        }
    }

    fn check(snapshot: &str, script: &str) -> Result<(), String> {
        check_often(Runs::exactly(1), snapshot, script)
    }

    fn check_often(runs: Runs, snapshot: &str, script: &str) -> Result<(), String> {
        let file = Path::new("listings/x/examples/y/main.rs.out");
        let source = Path::new("listings/x/examples/y/main.rs");
        let snapshot = Snapshot::parse(file, snapshot).map_err(|it| it.to_string())?;
        check_run(
            Mode::Compare,
            source,
            file,
            Some(&snapshot),
            runs,
            &sh(script),
        )
    }

    #[cfg(unix)]
    #[test]
    fn a_run_that_keeps_its_promise_passes() {
        check(
            "#: exit 3\n#: stdout\na\n#: stderr\nb\n",
            "echo a; echo b >&2; exit 3",
        )
        .unwrap();
        check(
            "#: order any because x\n#: exit 0\n#: stdout\na\nb\n",
            "echo b; echo a",
        )
        .unwrap();
        check("#: hangs because x\n#: stdout\na\n", "echo a; sleep 1000").unwrap();
    }

    /// Right three times in four, by a count kept in a file.
    #[cfg(unix)]
    #[test]
    fn a_race_is_run_until_it_shows() {
        let dir = tempfile::tempdir().unwrap();
        let count = dir.path().join("count");
        let script = format!(
            "echo x >> {0}; [ $(wc -l < {0}) -ne 4 ] || echo lost; echo a",
            count.display()
        );
        let run = |runs| {
            let _ = std::fs::remove_file(&count);
            check_often(runs, "#: exit 0\n#: stdout\na\n", &script)
        };
        run(Runs::exactly(1)).unwrap();
        assert!(run(Runs::of_a_race(1)).unwrap_err().contains("+lost"));
    }

    #[cfg(unix)]
    #[test]
    fn a_difference_is_shown_with_its_remedy() {
        let error = check("#: exit 0\n#: stdout\na\nb\n", "echo a; echo c").unwrap_err();
        for part in [
            "y/main.rs: prints something else",
            "-b\n",
            "+c\n",
            "SNAPSHOTS=overwrite",
        ] {
            assert!(error.contains(part), "{error}");
        }
        let error = check("#: exit 0\n", "exit 1").unwrap_err();
        assert!(error.contains("+[exit code 1]"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_should_hang_but_ends_is_named() {
        let error = check("#: hangs because x\n#: stdout\na\n", "echo a").unwrap_err();
        assert!(
            error.contains("declared to hang (x), but it ended"),
            "{error}"
        );
    }

    #[test]
    fn paths_and_ids_are_taken_out() {
        let source = Path::new("listings/x/examples/y/main.rs");
        let text = "\nthread '<unnamed>' (42) panicked at listings/x/examples/y/main.rs:3:5:\nno\n(node:7) Warning";
        assert_eq!(
            normalized_text(text, source),
            "thread '<unnamed>' (…) panicked at main.rs:3:5:\nno\n(node:…) Warning"
        );
        assert_eq!(normalized_text(r#"say \"hi\""#, source), r#"say \"hi\""#);
    }
}
