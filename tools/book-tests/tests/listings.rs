//! Runs every listing and holds it to what the pages show.
//!
//! A test a program: `cargo test --test listings spawn-and-join`
//! runs one of them. `LISTING_RUNS=100` runs each so many times. What passed is
//! run again when something that decides it has changed, see `passed`.

use book_content::Library;
use book_content::listing::{Concurrency, Kind, Listing};
use book_content::output::OVERWRITE;
use book_content::output::Snapshot;
use book_content::problem::slashed;
use book_content::source::Source;
use book_tests::node::{Node, TYPESCRIPT};
use book_tests::snapshots::{Mode, Runs, check_run, text_difference, write};
use book_tests::{compile_fail, examples, report, root, scratch};
use libtest_mimic::{Arguments, Failed, Trial};
use passed::{Key, Passed};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::LazyLock;

/// Each is set up once, by the first test that needs it.
static PROGRAMS: LazyLock<Result<BTreeMap<String, PathBuf>, String>> =
    LazyLock::new(examples::build);
static NODE: LazyLock<Result<Node, String>> = LazyLock::new(Node::set_up);
static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::discover(&root()));
static PASSED: LazyLock<Passed> = LazyLock::new(|| {
    // Who asks for runs gets them.
    let anew = ["SNAPSHOTS", "LISTING_RUNS"]
        .iter()
        .any(|it| std::env::var_os(it).is_some());
    Passed::of("listings", &scratch(), anew)
});
static DIAGNOSTICS: LazyLock<Result<BTreeMap<String, String>, String>> =
    LazyLock::new(|| compile_fail::diagnostics(&LIBRARY));

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let (mode, runs) = match (Mode::from_environment(), runs()) {
        (Ok(mode), Ok(runs)) => (mode, runs),
        (Err(message), _) | (_, Err(message)) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = vec![
        Trial::test("listings/well-formed", well_formed),
        Trial::test("typescript/set-up", || node().map(drop)),
    ];
    for (name, check) in [
        ("rust/format", examples::format as fn(&Library) -> _),
        ("rust/clippy", |_| examples::clippy()),
        ("rust/lock of the exercises", |_| examples::exercises_lock()),
    ] {
        trials.push(Trial::test(name, move || {
            check(&LIBRARY).map_err(Failed::from)
        }));
    }
    for folder in TYPESCRIPT {
        let checks = [
            ("type-check", Node::type_check as fn(&Node, &str) -> _),
            ("lint", Node::lint),
        ];
        for (name, check) in checks {
            let name = format!("typescript/{name} {folder}");
            trials.push(Trial::test(name.clone(), move || {
                let node = node()?;
                PASSED.unless_passed(&name, &node.tools(folder), || {
                    check(node, folder).map_err(Failed::from)
                })
            }));
        }
    }
    for listing in LIBRARY.listings.values() {
        let id = listing.id();
        if listing.kind == Kind::CompileFail {
            trials.push(Trial::test(format!("{id}/main.rs"), move || {
                refused(mode, listing)
            }));
            continue;
        }
        if listing.rust.is_some() {
            trials.push(Trial::test(format!("{id}/main.rs"), move || {
                rust(mode, runs, listing)
            }));
        }
        if !listing.typescript.is_empty() {
            trials.push(Trial::test(format!("{id}/main.ts"), move || {
                typescript(mode, runs, listing)
            }));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Some(line) = PASSED.summary() {
        println!("{line}\n");
    }
    conclusion.exit_code()
}

fn runs() -> Result<usize, String> {
    match std::env::var("LISTING_RUNS") {
        Err(_) => Ok(1),
        Ok(text) => text
            .parse()
            .ok()
            .filter(|runs| *runs > 0)
            .ok_or_else(|| format!("LISTING_RUNS={text} is no number of runs; use 1 or more")),
    }
}

fn well_formed() -> Result<(), Failed> {
    if LIBRARY.problems.is_empty() {
        return Ok(());
    }
    Err(report(&LIBRARY.problems).into())
}

fn node() -> Result<&'static Node, Failed> {
    NODE.as_ref().map_err(Failed::from)
}

/// A snapshot that cannot be read is reported by `well_formed`; what its
/// author declared must not be overwritten.
fn readable(out: &std::path::Path, recorded: Option<&Snapshot>) -> Result<(), String> {
    if recorded.is_none() && root().join(out).exists() {
        return Err(format!(
            "{} cannot be read (see the test listings/well-formed), so nothing was compared \
             or overwritten",
            slashed(out)
        ));
    }
    Ok(())
}

fn rust(mode: Mode, runs: usize, listing: &Listing) -> Result<(), Failed> {
    let programs = PROGRAMS.as_ref().map_err(Failed::from)?;
    let program = programs.get(&listing.name).ok_or_else(|| {
        format!(
            "cargo built no example \"{}\"; is its folder below listings/{}/examples?",
            listing.name, listing.chapter
        )
    })?;
    let source = listing.dir.join("main.rs");
    let out = listing.dir.join("main.rs.out");
    readable(&out, listing.rust_out.as_ref())?;
    let command = || Command::new(program);
    let key = Key::of_listing(&root(), &listing.dir).program(program);
    let unexplored = match listing.concurrency() {
        Concurrency::None => false,
        Concurrency::Crate(_) => true,
        Concurrency::Std => {
            let out = listing.rust_out.as_ref();
            out.is_some_and(|it| it.promise.unexplored.is_some())
        }
    };
    PASSED.unless_passed(&slashed(&source), &key, || {
        check_run(
            mode,
            &source,
            &out,
            listing.rust_out.as_ref(),
            match unexplored {
                true => Runs::of_a_race(runs),
                false => Runs::exactly(runs),
            },
            &command,
        )
    })?;
    Ok(())
}

fn typescript(mode: Mode, runs: usize, listing: &Listing) -> Result<(), Failed> {
    let node = node()?;
    let source = listing.dir.join("main.ts");
    let out = listing.dir.join("main.ts.out");
    readable(&out, listing.typescript_out.as_ref())?;
    let command = || {
        let mut command = Command::new(&node.node);
        command.arg(root().join(&source));
        command
    };
    let shares = |source: &Source| source.text.contains("SharedArrayBuffer");
    let races = listing.typescript.iter().any(shares);
    let key = Key::of_listing(&root(), &listing.dir).program(&node.node);
    PASSED.unless_passed(&slashed(&source), &key, || {
        check_run(
            mode,
            &source,
            &out,
            listing.typescript_out.as_ref(),
            match races {
                true => Runs::of_a_race(runs),
                false => Runs::exactly(runs),
            },
            &command,
        )
    })?;
    Ok(())
}

fn refused(mode: Mode, listing: &Listing) -> Result<(), Failed> {
    let answers = DIAGNOSTICS.as_ref().map_err(Failed::from)?;
    let answer = answers.get(&listing.name).map_or("", String::as_str);
    let source = slashed(&listing.dir.join("main.rs"));
    if !answer.lines().any(|line| line.starts_with("error")) {
        return Err(format!(
            "{source}: the compiler accepts it, but a listing below compile-fail must be \
             refused; mend it or move it to examples"
        )
        .into());
    }
    let file = listing.dir.join("main.rs.stderr");
    match (&listing.diagnostic, mode) {
        (Some(recorded), _) if recorded.text == answer => Ok(()),
        (_, Mode::Overwrite) => Ok(write(&file, answer)?),
        (None, Mode::Compare) => Err(format!(
            "{} is missing; {OVERWRITE}, and look at what it wrote",
            slashed(&file)
        )
        .into()),
        (Some(recorded), Mode::Compare) => Err(format!(
            "{source}: the compiler answers something else than {} records\n{}\
             If the new answer is right, {OVERWRITE}.",
            slashed(&file),
            text_difference("recorded", "answered", &recorded.text, answer)
        )
        .into()),
    }
}
