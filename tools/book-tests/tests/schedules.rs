//! Explores every schedule of the listings that have a `schedules.json`, and
//! compares with what is recorded there and in `src/schedules/graphs/`.
//!
//! Each of them is also run for real, three times or `SCHEDULE_RUNS` times: what
//! it prints must be among the endings that were explored. What passed is run
//! and explored again when something that decides it has changed, see `passed`.
//!
//! To give a listing the figure, create an empty `schedules.json` in its folder
//! and run `SNAPSHOTS=overwrite cargo test --test schedules NAME`.

use book_content::Library;
use book_content::listing::{Concurrency, Kind, Listing};
use book_content::problem::slashed;
use book_tests::schedules::{Found, explore, for_listing, for_player, foresaw, one_ending_of};
use book_tests::snapshots::{Mode, run_once, text_difference, write};
use book_tests::{examples, report, root, scratch};
use libtest_mimic::{Arguments, Failed, Trial};
use passed::{Key, Passed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::discover(&root()));
static PROGRAMS: LazyLock<Result<BTreeMap<String, PathBuf>, String>> =
    LazyLock::new(examples::build);
static PASSED: LazyLock<Passed> = LazyLock::new(|| {
    // Who asks for runs gets them.
    let anew = ["SNAPSHOTS", "SCHEDULE_RUNS"]
        .iter()
        .any(|it| std::env::var_os(it).is_some());
    Passed::of("schedules", &scratch(), anew)
});
/// All are built in one go, but what need not be explored again.
static FOUND: LazyLock<Result<Found, String>> = LazyLock::new(|| {
    let mut listings = explored();
    listings.retain(|it| !PASSED.has(&every_schedule(it), &key(it)));
    let mut others = one_ending();
    others.retain(|it| !PASSED.has(&ending(it), &key(it)));
    listings.extend(others);
    explore(&listings)
});

const GRAPHS: &str = "src/schedules/graphs";
const REMEDY: &str = "run `SNAPSHOTS=overwrite cargo test --test schedules`";

/// The names of the tests of a listing.
fn every_schedule(listing: &Listing) -> String {
    format!("{}/every-schedule", listing.id())
}
fn ending(listing: &Listing) -> String {
    format!("{}/one-ending", listing.id())
}
fn real(listing: &Listing) -> String {
    format!("{}/real-runs", listing.id())
}

/// What decides the schedules of a listing.
fn key(listing: &Listing) -> Key {
    Key::of_listing(&root(), &listing.dir)
        .file(&root().join(graph_file(&listing.name)))
        .folder(&root().join("tools/every-schedule/std"))
}

/// The listings that take part: those with a `schedules.json`, empty or not.
fn explored() -> Vec<&'static Listing> {
    let file = |listing: &Listing| root().join(&listing.dir).join("schedules.json");
    LIBRARY
        .listings
        .values()
        .filter(|listing| file(listing).exists())
        .collect()
}

/// Those that have threads and no figure. They end as their record says, under
/// every schedule, or their record says why that is not known.
fn one_ending() -> Vec<&'static Listing> {
    let shown = explored();
    let unexplored = |listing: &Listing| {
        let out = listing.rust_out.as_ref();
        out.is_some_and(|it| it.promise.unexplored.is_some())
    };
    LIBRARY
        .listings
        .values()
        .filter(|it| it.kind == Kind::Example && it.concurrency() == Concurrency::Std)
        .filter(|it| !unexplored(it) && !shown.iter().any(|shown| shown.name == it.name))
        .collect()
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mode = match Mode::from_environment() {
        Ok(mode) => mode,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let runs = match runs() {
        Ok(runs) => runs,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = vec![Trial::test("no-graph-without-a-listing", no_orphans)];
    for listing in explored() {
        // What is being recorded for the first time is compared by the next test.
        let first_time = mode == Mode::Overwrite && listing.schedules.is_none();
        trials.push(
            Trial::test(real(listing), move || real_runs(runs, listing))
                .with_ignored_flag(first_time),
        );
        trials.push(explorer_trial(
            every_schedule(listing),
            listing,
            move || check(mode, listing),
        ));
    }
    for listing in one_ending() {
        trials.push(explorer_trial(ending(listing), listing, move || {
            ends_as_recorded(listing)
        }));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Some(line) = PASSED.summary() {
        println!("{line}\n");
    }
    conclusion.exit_code()
}

/// A test that explores schedules. They are recorded on Linux; elsewhere the
/// rest is compared.
fn explorer_trial(
    name: String,
    listing: &'static Listing,
    check: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let test = name.clone();
    Trial::test(name, move || {
        PASSED.unless_passed(&test, &key(listing), check)
    })
    .with_ignored_flag(!cfg!(target_os = "linux"))
}

fn runs() -> Result<usize, String> {
    match std::env::var("SCHEDULE_RUNS") {
        Err(_) => Ok(3),
        Ok(text) => text
            .parse()
            .ok()
            .filter(|runs| *runs > 0)
            .ok_or_else(|| format!("SCHEDULE_RUNS={text} is no number of runs; use 1 or more")),
    }
}

/// Nothing that a run prints by luck is recorded as what it always prints.
fn ends_as_recorded(listing: &Listing) -> Result<(), Failed> {
    let found = FOUND.as_ref().map_err(Failed::from)?;
    let source = slashed(&listing.dir.join("main.rs"));
    let out = slashed(&listing.dir.join("main.rs.out"));
    let found = found
        .get(&listing.name)
        .ok_or_else(|| format!("{source}: was not explored"))?;
    Ok(one_ending_of(found, listing.rust_out.as_ref())
        .map_err(|message| format!("{source}: {message} ({out})"))?)
}

/// What was explored must foresee what really happens.
fn real_runs(runs: usize, listing: &Listing) -> Result<(), Failed> {
    let (Some(schedules), Some(snapshot)) = (&listing.schedules, &listing.rust_out) else {
        return Err(format!("{}: {REMEDY} first", slashed(&listing.dir)).into());
    };
    let programs = PROGRAMS.as_ref().map_err(Failed::from)?;
    let program = programs
        .get(&listing.name)
        .ok_or_else(|| format!("cargo built no example \"{}\"", listing.name))?;
    let source = listing.dir.join("main.rs");
    PASSED.unless_passed(&real(listing), &key(listing).program(program), || {
        for _ in 0..runs {
            let command = || Command::new(program);
            let run = run_once(&source, &snapshot.promise, snapshot.run.as_ref(), &command)?;
            if !foresaw(schedules, &run) {
                return Err(format!(
                    "{}: a real run did what no explored schedule does. Either schedules.json is \
                     out of date ({REMEDY}), or the explorer is wrong.\nIt printed:\n{}\n[exit \
                     code {:?}]",
                    slashed(&source),
                    run.stdout,
                    run.exit
                )
                .into());
            }
        }
        Ok(())
    })
}

fn graph_file(name: &str) -> PathBuf {
    Path::new(GRAPHS).join(format!("{name}.json"))
}

fn check(mode: Mode, listing: &Listing) -> Result<(), Failed> {
    let found = FOUND.as_ref().map_err(Failed::from)?;
    let source = slashed(&listing.dir.join("main.rs"));
    let found = found
        .get(&listing.name)
        .ok_or_else(|| format!("{source}: was not explored"))?
        .as_ref()
        .map_err(|refusal| format!("{source}: {refusal}"))?;
    compare(
        mode,
        &source,
        &listing.dir.join("schedules.json"),
        &for_listing(found)?,
    )?;
    let graph = graph_file(&listing.name);
    match for_player(found)? {
        Some(text) => compare(mode, &source, &graph, &text)?,
        None if root().join(&graph).exists() && mode == Mode::Overwrite => {
            std::fs::remove_file(root().join(&graph))?;
        }
        None => {}
    }
    Ok(())
}

fn compare(mode: Mode, source: &str, file: &Path, text: &str) -> Result<(), String> {
    let recorded = std::fs::read_to_string(root().join(file)).unwrap_or_default();
    if recorded == text {
        return Ok(());
    }
    if mode == Mode::Overwrite {
        if let Some(folder) = root().join(file).parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        return write(file, text);
    }
    let difference = text_difference("recorded", "explored", &recorded, text);
    let difference: Vec<&str> = difference.lines().take(40).collect();
    Err(format!(
        "{source}: its schedules are not those that {} records\n{}\nIf the new ones are right, \
         {REMEDY}.",
        slashed(file),
        difference.join("\n")
    ))
}

/// A graph whose listing has gone would stay on the site for ever.
fn no_orphans() -> Result<(), Failed> {
    let names: Vec<PathBuf> = explored().iter().map(|it| graph_file(&it.name)).collect();
    let orphans = std::fs::read_dir(root().join(GRAPHS))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| Path::new(GRAPHS).join(entry.file_name()))
        .filter(|file| !names.contains(file))
        .map(|file| format!("{}: belongs to no listing; remove it", slashed(&file)));
    match report(orphans) {
        text if text.is_empty() => Ok(()),
        text => Err(text.into()),
    }
}
