//! The recorded output of a listing: the file `main.rs.out` or `main.ts.out`.
//!
//! ```text
//! #: order any because the two workers finish in either order
//! #: exit 0
//! #: stdout
//! worker 1 is done
//! worker 2 is done
//! ```
//!
//! Lines that start with `#: ` are directives; all others are output. The
//! author of a listing writes the first group, and only where the output is
//! not fixed:
//!
//! | directive | meaning |
//! |---|---|
//! | `order any because REASON` | the lines of each stream may come in any order |
//! | `mask REGEX because REASON` | text that matches may differ from run to run; may be repeated |
//! | `hangs because REASON` | the program never ends; the runner stops it after its last output |
//! | `unexplored because REASON` | the program has threads, and not every schedule of it can be explored |
//! | `edition 2024 because REASON` | the program means something else, or nothing, in edition 2021 |
//!
//! The runner writes the rest: `exit CODE` (absent where the program hangs),
//! then `stdout` and `stderr`, each only where something was printed. Empty
//! lines at the start and white space at the end of a stream are not part of
//! the record.

use crate::problem::{Problem, did_you_mean};
use regex::Regex;
use std::fmt::Write as _;
use std::path::Path;

/// How to mend anything that is recorded.
pub const OVERWRITE: &str = "run `SNAPSHOTS=overwrite cargo test --test listings`";

/// What stands for masked text when two outputs are compared.
const MASKED: &str = "…";

/// One run of a program: what it printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The exit code; none where the program was stopped because it hung.
    pub exit: Option<i32>,
    /// What it printed to standard output, without white space at the end.
    pub stdout: String,
    /// What it printed to standard error, likewise.
    pub stderr: String,
}

/// A pattern of text that may differ from run to run.
#[derive(Debug, Clone)]
pub struct Mask {
    /// The pattern.
    pub pattern: Regex,
    /// Why it differs, in the author's words.
    pub reason: String,
}

/// What a listing promises about its output.
#[derive(Debug, Clone, Default)]
pub struct Promise {
    /// Why the lines may come in any order; none where their order is fixed.
    pub any_order: Option<String>,
    /// Texts that may differ.
    pub masks: Vec<Mask>,
    /// Why the program never ends; none where it does.
    pub hangs: Option<String>,
    /// Why the program needs edition 2024; none where 2021 does as well.
    pub edition_2024: Option<String>,
    /// Why not every schedule of a program with threads is explored; none where
    /// they are.
    pub unexplored: Option<String>,
    /// Every ending that exploring found, where there are several: a run keeps
    /// the promise when it ends like one of them. Not in the file; it comes
    /// from `schedules.json`.
    pub endings: Option<Vec<Run>>,
}

/// A parsed snapshot file.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// What the author declared.
    pub promise: Promise,
    /// What was recorded; none in a file that holds only the declaration.
    pub run: Option<Run>,
}

impl Snapshot {
    /// Parses the text of `file`.
    ///
    /// # Errors
    ///
    /// An unknown directive, one without its reason, a bad regular expression,
    /// or output outside a stream, each with its line.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Problem> {
        let mut promise = Promise::default();
        let mut run = Run::default();
        let mut recorded = false;
        let mut stream: Option<&mut String> = None;
        for (index, line) in text.lines().enumerate() {
            let wrong = |message: String| Problem::at_line(file, index + 1, message);
            let Some(directive) = line.strip_prefix("#: ") else {
                match stream.as_mut() {
                    Some(stream) => {
                        stream.push_str(line);
                        stream.push('\n');
                    }
                    None if line.is_empty() => {}
                    None => {
                        return Err(wrong(format!(
                            "expected a line that starts with `#: `, found \"{line}\"; \
                             recorded output stands under `#: stdout` or `#: stderr`"
                        )));
                    }
                }
                continue;
            };
            let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
            let reasoned = |what: &str| -> Result<(String, String), Problem> {
                let (head, reason) = rest.split_once("because ").ok_or_else(|| {
                    wrong(format!(
                        "`#: {what}` needs its reason: write `#: {what} because …`"
                    ))
                })?;
                if reason.trim().is_empty() {
                    return Err(wrong(format!("`#: {what} because` gives no reason")));
                }
                Ok((head.trim().to_owned(), reason.trim().to_owned()))
            };
            match word {
                "order" => {
                    let (head, reason) = reasoned("order any")?;
                    if head != "any" {
                        return Err(wrong(format!(
                            "unknown order \"{head}\"; the only one is `any`, and without \
                             the line the order is exact"
                        )));
                    }
                    promise.any_order = Some(reason);
                }
                "mask" => {
                    let (pattern, reason) = reasoned("mask REGEX")?;
                    let pattern = Regex::new(&pattern).map_err(|error| {
                        wrong(format!("`{pattern}` is no regular expression: {error}"))
                    })?;
                    if pattern.is_match("") {
                        return Err(wrong(format!(
                            "`{pattern}` matches the empty text, so it would hide anything; \
                             make it narrower"
                        )));
                    }
                    promise.masks.push(Mask { pattern, reason });
                }
                "hangs" => promise.hangs = Some(reasoned("hangs")?.1),
                "unexplored" => promise.unexplored = Some(reasoned("unexplored")?.1),
                "edition" => {
                    let (edition, reason) = reasoned("edition 2024")?;
                    if edition != "2024" {
                        return Err(wrong(format!("unknown edition \"{edition}\"; use 2024")));
                    }
                    promise.edition_2024 = Some(reason);
                }
                "exit" => {
                    recorded = true;
                    run.exit = Some(
                        rest.trim()
                            .parse()
                            .map_err(|_| wrong(format!("\"{}\" is no exit code", rest.trim())))?,
                    );
                }
                "stdout" => {
                    recorded = true;
                    stream = Some(&mut run.stdout);
                }
                "stderr" => {
                    recorded = true;
                    stream = Some(&mut run.stderr);
                }
                _ => {
                    let known = [
                        "order",
                        "mask",
                        "hangs",
                        "unexplored",
                        "edition",
                        "exit",
                        "stdout",
                        "stderr",
                    ];
                    return Err(wrong(format!(
                        "unknown directive `#: {word}`{}",
                        did_you_mean(word, known)
                    )));
                }
            }
        }
        run.stdout.truncate(run.stdout.trim_end().len());
        run.stderr.truncate(run.stderr.trim_end().len());
        Ok(Self {
            promise,
            run: recorded.then_some(run),
        })
    }

    /// The text of the file: what [`Snapshot::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let promise = &self.promise;
        if let Some(reason) = &promise.any_order {
            let _ = writeln!(text, "#: order any because {reason}");
        }
        for mask in &promise.masks {
            let _ = writeln!(text, "#: mask {} because {}", mask.pattern, mask.reason);
        }
        if let Some(reason) = &promise.hangs {
            let _ = writeln!(text, "#: hangs because {reason}");
        }
        if let Some(reason) = &promise.unexplored {
            let _ = writeln!(text, "#: unexplored because {reason}");
        }
        if let Some(reason) = &promise.edition_2024 {
            let _ = writeln!(text, "#: edition 2024 because {reason}");
        }
        if let Some(run) = &self.run {
            if let Some(exit) = run.exit {
                let _ = writeln!(text, "#: exit {exit}");
            }
            for (name, stream) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
                // An empty hang still needs a line that says it was recorded.
                if !stream.is_empty() || (name == "stdout" && run.exit.is_none()) {
                    let _ = writeln!(text, "#: {name}\n{stream}");
                }
            }
        }
        text
    }
}

impl Promise {
    /// Whether every run must print the same bytes in the same order.
    pub fn is_fixed(&self) -> bool {
        self.any_order.is_none() && self.masks.is_empty() && self.endings.is_none()
    }

    /// Whether two runs keep the same promise: equal once masked text is
    /// hidden and, where the order is free, lines are sorted; or, where every
    /// schedule was explored, both among the endings.
    pub fn same(&self, a: &Run, b: &Run) -> bool {
        if self.endings.is_some() {
            return self.foresees(a) && self.foresees(b);
        }
        self.comparable(a) == self.comparable(b)
    }

    /// Whether a run ends like one of the explored schedules: with their exit
    /// code and standard output. (Panic messages may mix with each other on
    /// standard error in any way.)
    pub fn foresees(&self, run: &Run) -> bool {
        self.endings.iter().flatten().any(|ending| {
            ending.exit == run.exit && ending.stdout.trim_end() == run.stdout.trim_end()
        })
    }

    /// A run as it is compared.
    pub fn comparable(&self, run: &Run) -> Run {
        let stream = |text: &str| {
            let mut text = text.to_owned();
            for mask in &self.masks {
                text = mask.pattern.replace_all(&text, MASKED).into_owned();
            }
            if self.any_order.is_some() {
                let mut lines: Vec<&str> = text.lines().collect();
                lines.sort_unstable();
                text = lines.join("\n");
            }
            text
        };
        Run {
            exit: run.exit,
            stdout: stream(&run.stdout),
            stderr: stream(&run.stderr),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Snapshot, String> {
        Snapshot::parse(Path::new("main.rs.out"), text).map_err(|problem| problem.to_string())
    }

    fn run(stdout: &str) -> Run {
        Run {
            exit: Some(0),
            stdout: stdout.to_owned(),
            stderr: String::new(),
        }
    }

    #[test]
    fn text_survives_a_round_trip() {
        let text = "#: order any because two threads print\n\
                    #: mask \\d+ ms because clocks differ\n\
                    #: unexplored because a million rounds are too many\n\
                    #: exit 101\n#: stdout\na\n\n b\n#: stderr\nboom\n";
        assert_eq!(parse(text).unwrap().to_text(), text);
        let hang = "#: hangs because nobody hangs up\n#: stdout\n\n";
        assert_eq!(parse(hang).unwrap().to_text(), hang);
        assert!(parse(hang).unwrap().run.is_some());
    }

    #[test]
    fn a_declaration_alone_records_nothing() {
        assert!(parse("#: order any because x\n").unwrap().run.is_none());
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        for (text, message) in [
            (
                "#: order any\n",
                "main.rs.out:1: `#: order any` needs its reason",
            ),
            ("#: order some because x\n", "unknown order \"some\""),
            ("#: mask ( because x\n", "is no regular expression"),
            ("#: mask .* because x\n", "matches the empty text"),
            ("#: exit 0\nhello\n", "main.rs.out:2: expected a line"),
            ("#: sdtout\n", "did you mean \"stdout\"?"),
            ("#: exit zero\n", "is no exit code"),
            (
                "#: unexplored\n",
                "main.rs.out:1: `#: unexplored` needs its reason",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn order_and_masks_decide_what_is_the_same() {
        let exact = Promise::default();
        assert!(!exact.same(&run("a\nb"), &run("b\na")));
        let any = parse("#: order any because x\n").unwrap().promise;
        assert!(any.same(&run("a\nb"), &run("b\na")));
        assert!(!any.same(&run("a\nb"), &run("b\nb")));
        let masked = parse("#: mask \\d+ of because x\n").unwrap().promise;
        assert!(masked.same(&run("12 of 20"), &run("7 of 20")));
        assert!(!masked.same(&run("12 of 20"), &run("7 of 21")));
        let explored = Promise {
            endings: Some(vec![run("a"), run("b\n")]),
            ..Promise::default()
        };
        assert!(explored.same(&run("a"), &run("b")));
        assert!(!explored.same(&run("a"), &run("c")));
        let mut other = run("a");
        other.exit = Some(1);
        assert!(!any.same(&run("a"), &other));
    }
}
