//! What decides a choice: whether a fact holds of a listing, by its records.

use super::{Fact, one_line};
use crate::diagnostic::Diagnostic;
use crate::listing::{Kind, Listing};
use crate::output::{OVERWRITE, Snapshot};
use crate::schedules::Schedules;

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
        let diagnostic = listing.diagnostic.as_ref();
        let first = diagnostic.and_then(Diagnostic::first_error);
        let first = first.ok_or_else(|| unrecorded("main.rs.stderr"))?;
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
