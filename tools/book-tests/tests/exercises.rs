//! Proves the exercises: as given, each compiles and its tests fail with the
//! message that its README announces; each solution passes, is formatted and
//! clippy finds nothing; each wrong solution is refused with the message that
//! its first line announces.
//!
//! All of it happens on copies below `target/`: what a reader has in
//! `exercises/NAME/src/lib.rs` is not looked at. As given means
//! `exercises/NAME/given/lib.rs`.

use book_content::exercise;
use book_content::problem::Problem;
use book_tests::exercises::{Exercise, Programs, Variant, build, clippy, find};
use book_tests::{report, root, scratch};
use libtest_mimic::{Arguments, Failed, Trial};
use passed::Passed;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;

static EXERCISES: LazyLock<Vec<Exercise>> = LazyLock::new(find);
/// What the pages show of them.
static FILES: LazyLock<(BTreeMap<String, exercise::Exercise>, Vec<Problem>)> =
    LazyLock::new(|| exercise::discover(&root()));
static PROGRAMS: LazyLock<Result<Programs, String>> = LazyLock::new(|| build(&EXERCISES));
static CLIPPY: LazyLock<Result<BTreeMap<String, String>, String>> =
    LazyLock::new(|| clippy(&EXERCISES));
static PASSED: LazyLock<Passed> = LazyLock::new(|| Passed::of("exercises", &scratch(), false));

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("some-exercises", || {
        if EXERCISES.is_empty() {
            return Err("exercises/ has no folder with a folder given/".into());
        }
        let mut problems = FILES.1.clone();
        let readme = root().join("exercises/README.md");
        problems.extend(dead_links(&readme).into_iter().map(|target| {
            Problem::in_file(
                "exercises/README.md",
                format!("links to {target}, which is no file"),
            )
        }));
        if !problems.is_empty() {
            return Err(report(problems).into());
        }
        Ok(())
    })];
    trials.push(Trial::test("beginning-again-keeps-the-work", begin_again));
    for exercise in EXERCISES.iter() {
        let name = &exercise.name;
        trials.push(Trial::test(format!("{name}/files"), || files(exercise)));
        for variant in &exercise.variants {
            let title = format!("{name}/{}", variant.title());
            let test = title.clone();
            let trial = Trial::test(title, move || {
                PASSED.unless_passed(&test, &exercise.key(), || check(exercise, variant))
            });
            trials.push(trial.with_ignored_flag(
                // A lucky solution may pass where schedules are not explored.
                matches!(variant, Variant::Wrong(_)) && !cfg!(target_os = "linux"),
            ));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Some(line) = PASSED.summary() {
        println!("{line}\n");
    }
    conclusion.exit_code()
}

/// That the commands which exercises/README.md gives for beginning again do what
/// it says: in a repository of their own, with two exercises that were changed.
fn begin_again() -> Result<(), Failed> {
    let readme = fs::read_to_string(root().join("exercises/README.md"))?;
    let commands: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("$ git "))
        .collect();
    let [push, "stash list", pop] = commands[..] else {
        return Err(format!("exercises/README.md has other git commands: {commands:?}").into());
    };
    let place = tempfile::tempdir()?;
    let git = |arguments: &[&str]| -> Result<String, String> {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=reader",
                "-c",
                "user.email=reader@example.org",
            ])
            .args(["-c", "core.autocrlf=false"])
            .args(arguments)
            .current_dir(place.path())
            .output()
            .map_err(|error| format!("git cannot be started: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            Ok(text)
        } else {
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(format!("git {arguments:?}: {error}"))
        }
    };
    let words = |command: &str| -> Vec<String> {
        let words = command.split_whitespace();
        words
            .map(|word| word.trim_matches('\'').to_owned())
            .collect()
    };
    let run = |command: &str| {
        let words = words(command);
        git(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let file = |name: &str| place.path().join("exercises").join(name).join("src/lib.rs");
    let both = ["seat-booking", "job-queue"];
    for name in both {
        fs::create_dir_all(file(name).with_file_name(""))?;
        fs::write(file(name), "given\n")?;
    }
    git(&["init", "--quiet"])?;
    git(&["add", "--all"])?;
    git(&["commit", "--quiet", "-m", "as given"])?;
    for name in both {
        fs::write(file(name), "mine\n")?;
    }
    let notes = file("seat-booking").with_file_name("notes.rs");
    fs::write(&notes, "mine\n")?;
    let is = |name: &str, text: &str| -> Result<(), String> {
        let found = fs::read_to_string(file(name)).unwrap_or_default();
        if found == text {
            Ok(())
        } else {
            Err(format!("{name} should be {text:?}, and is {found:?}"))
        }
    };
    run(push)?;
    is("seat-booking", "given\n")?;
    is("job-queue", "mine\n")?;
    if notes.exists() {
        return Err(
            "exercises/README.md: `git stash push` leaves a new file of the exercise behind".into(),
        );
    }
    let list = run("stash list")?;
    if !list.starts_with("stash@{0}") || !list.trim_end().ends_with(": seat-booking") {
        return Err(format!("the stash does not say what it is of: {list}").into());
    }
    run(pop)?;
    is("seat-booking", "mine\n")?;
    if !notes.exists() {
        return Err(
            "exercises/README.md: `git stash pop` does not bring a new file of the exercise back"
                .into(),
        );
    }
    Ok(())
}

fn check(exercise: &Exercise, variant: &Variant) -> Result<(), Failed> {
    let programs = PROGRAMS.as_ref().map_err(Clone::clone)?;
    let (passes, said) = programs.tested(exercise, variant)?;
    let file = format!("exercises/{}/{}", exercise.name, variant.file());
    if *variant == Variant::Solution {
        if !passes {
            return Err(format!("{file} does not pass\n\n{said}").into());
        }
        let clippy = CLIPPY.as_ref().map_err(Clone::clone)?;
        let found = clippy
            .get(&exercise.name)
            .ok_or_else(|| format!("clippy did not look at {file}"))?;
        if !found.is_empty() {
            return Err(format!("clippy finds fault with {file}\n\n{found}").into());
        }
        return Ok(());
    }
    if *variant == Variant::Given && said.starts_with("does not compile") {
        return Err(format!("{file} {said}").into());
    }
    if passes {
        return Err(format!(
            "{file} passes all tests, and must be refused; test what is wrong with it"
        )
        .into());
    }
    let announced = announced(exercise, variant)?;
    if !said.contains(&announced) {
        return Err(format!(
            "{file} is refused, but not with what is announced:\n\n{announced}\n\n{said}"
        )
        .into());
    }
    Ok(())
}

/// The message that is announced for a variant that must fail.
fn announced(exercise: &Exercise, variant: &Variant) -> Result<String, String> {
    let files = FILES.0.get(&exercise.name).ok_or_else(unreadable)?;
    Ok(match variant {
        Variant::Wrong(name) => {
            let file = format!("{name}.rs");
            let found = files.wrong.iter().find(|it| it.0 == file);
            found.ok_or_else(unreadable)?.1.clone()
        }
        _ => files.announced.clone(),
    })
}

fn unreadable() -> String {
    "its files are not what they should be; see the failure of `some-exercises`".into()
}

/// The relative links of a Markdown file that lead to no file.
fn dead_links(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let link = regex::Regex::new(r"\]\(([^)#]+)").expect("a constant pattern");
    let folder = file.parent().unwrap_or(file);
    link.captures_iter(&text)
        .map(|it| it[1].to_owned())
        .filter(|target| !target.contains("://") && !folder.join(target).is_file())
        .collect()
}

/// That an exercise is complete, documented, watched by bacon, and formatted.
fn files(exercise: &Exercise) -> Result<(), Failed> {
    let mut problems = Vec::new();
    let name = &exercise.name;
    let folder = exercise.folder();
    for file in [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "given/lib.rs",
        "solution/lib.rs",
        "solution/README.md",
    ] {
        if !folder.join(file).is_file() {
            problems.push(format!("exercises/{name}/{file} is missing"));
        }
    }
    if exercise.variants.len() < 4 {
        problems.push(format!("exercises/{name}/wrong needs two files or more"));
    }
    for file in ["README.md", "solution/README.md"] {
        for target in dead_links(&folder.join(file)) {
            problems.push(format!(
                "exercises/{name}/{file} links to {target}, which is no file"
            ));
        }
    }
    let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    for wanted in [
        format!("cargo test -p {name}\n"),
        format!("bacon {name}"),
        "<details><summary>Hint 1".to_owned(),
    ] {
        if !readme.contains(&wanted) {
            problems.push(format!(
                "exercises/{name}/README.md lacks `{}`",
                wanted.trim()
            ));
        }
    }
    for (file, text) in [
        ("bacon.toml", format!("[jobs.{name}]\n")),
        ("README.md", format!("]({name}/README.md)")),
    ] {
        let all = fs::read_to_string(root().join("exercises").join(file)).unwrap_or_default();
        if !all.contains(&text) {
            problems.push(format!("exercises/{file} lacks `{}`", text.trim()));
        }
    }
    let tests = fs::read_dir(folder.join("tests"))
        .into_iter()
        .flatten()
        .flatten();
    let mut sources: Vec<PathBuf> = tests.map(|entry| entry.path()).collect();
    if sources.is_empty() {
        problems.push(format!("exercises/{name}/tests is empty"));
    }
    sources.extend(exercise.variants.iter().map(|it| folder.join(it.file())));
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .args(&sources)
        .output()
        .map_err(|error| format!("rustfmt cannot be started: {error}"))?;
    if !output.status.success() {
        let text = [output.stdout, output.stderr].concat();
        problems.push(format!(
            "not formatted:\n{}",
            String::from_utf8_lossy(&text)
        ));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(report(problems).into())
    }
}
