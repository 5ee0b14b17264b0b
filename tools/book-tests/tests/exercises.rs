//! Proves the exercises: as given, each compiles and its tests fail with the
//! message that its README announces; each solution passes, is formatted and
//! clippy finds nothing; each wrong solution is refused with the message that
//! its first line announces.
//!
//! All of it happens on copies below `target/`: what a reader has in
//! `exercises/NAME/src/lib.rs` is not looked at. As given means
//! `exercises/NAME/given/lib.rs`.
//!
//! Each of these is a library of its own. The tests of all of an exercise are one
//! program, in which each has them as a module: to link a program takes longer
//! than to compile its tests.

use book_content::exercise;
use book_content::output::Run;
use book_content::problem::Problem;
use book_tests::examples::{cargo, json_lines};
use book_tests::process::{Expect, Outcome, neutral_environment, watch};
use book_tests::snapshots::write;
use book_tests::{report, root, scratch};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Which code of an exercise is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Variant {
    Given,
    Solution,
    Wrong(String),
}

impl Variant {
    fn file(&self) -> String {
        match self {
            Self::Given => "given/lib.rs".into(),
            Self::Solution => "solution/lib.rs".into(),
            Self::Wrong(name) => format!("wrong/{name}.rs"),
        }
    }
    fn title(&self) -> String {
        match self {
            Self::Given => "given".into(),
            Self::Solution => "solution".into(),
            Self::Wrong(name) => format!("wrong-{name}"),
        }
    }
}

#[derive(Debug, Clone)]
struct Exercise {
    name: String,
    variants: Vec<Variant>,
}

impl Exercise {
    fn package(&self, variant: &Variant) -> String {
        format!("{}-{}", self.name, variant.title())
    }
    /// The files with its tests.
    fn tests(&self) -> Result<Vec<PathBuf>, String> {
        let folder = self.folder().join("tests");
        let entries = fs::read_dir(&folder).map_err(|it| format!("{}: {it}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
        files.sort();
        Ok(files)
    }
    fn folder(&self) -> PathBuf {
        root().join("exercises").join(&self.name)
    }
}

/// What cargo made of one package.
#[derive(Debug, Clone, Default)]
struct Built {
    /// Its test program.
    program: Option<PathBuf>,
    /// What the compiler or clippy said.
    messages: Vec<Message>,
}

#[derive(Debug, Clone)]
struct Message {
    is_error: bool,
    text: String,
}

/// All test programs.
#[derive(Debug, Clone, Default)]
struct Programs {
    /// By exercise.
    programs: BTreeMap<String, PathBuf>,
    /// Of the packages that do not compile, what the compiler said.
    broken: BTreeMap<String, String>,
    /// Of the exercises that have no program for another reason, all that the
    /// compiler said.
    unbuilt: BTreeMap<String, String>,
}

static EXERCISES: LazyLock<Vec<Exercise>> = LazyLock::new(find);
/// What the pages show of them.
static FILES: LazyLock<(BTreeMap<String, exercise::Exercise>, Vec<Problem>)> =
    LazyLock::new(|| exercise::discover(&root()));
static PROGRAMS: LazyLock<Result<Programs, String>> = LazyLock::new(build);
/// Folders in which nobody explores at the moment. Two that did so in one would
/// wait for each other, since cargo locks it while it builds.
static IDLE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static CLIPPY: LazyLock<Result<BTreeMap<String, Built>, String>> = LazyLock::new(|| {
    // Of the others nobody asks what clippy says.
    let mut arguments = vec!["clippy".to_owned(), "--tests".into(), "--keep-going".into()];
    let solutions = EXERCISES.iter().map(|it| it.package(&Variant::Solution));
    arguments.extend(solutions.flat_map(|package| ["--package".into(), package]));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    run_cargo(&arguments)
});

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
            trials.push(
                Trial::test(title, || check(exercise, variant)).with_ignored_flag(
                    // A lucky solution may pass where schedules are not explored.
                    matches!(variant, Variant::Wrong(_)) && !cfg!(target_os = "linux"),
                ),
            );
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn find() -> Vec<Exercise> {
    let names = |folder: &Path| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect()
    };
    let folder = root().join("exercises");
    names(&folder)
        .into_iter()
        .filter(|name| folder.join(name).join("given").is_dir())
        .map(|name| {
            let wrong = names(&folder.join(&name).join("wrong"));
            let wrong = wrong.iter().filter_map(|file| file.strip_suffix(".rs"));
            let mut variants = vec![Variant::Given, Variant::Solution];
            variants.extend(wrong.map(|name| Variant::Wrong(name.to_owned())));
            Exercise { name, variants }
        })
        .collect()
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

fn workspace() -> PathBuf {
    scratch().join("exercises")
}

/// Writes the workspace, and builds its tests. A variant that does not compile
/// would take the others of its exercise with it, so they are built without it.
fn build() -> Result<Programs, String> {
    let mut all = Programs::default();
    loop {
        generate(&all.broken)?;
        let built = run_cargo(&["build", "--workspace", "--keep-going", "--test", PROGRAM])?;
        let found_before = all.broken.len();
        for exercise in EXERCISES.iter() {
            let joint = built.get(&exercise.name).cloned().unwrap_or_default();
            if let Some(program) = joint.program {
                all.programs.insert(exercise.name.clone(), program);
                continue;
            }
            let text = joint.messages.iter().map(|it| it.text.as_str()).collect();
            all.unbuilt.insert(exercise.name.clone(), text);
            for variant in &exercise.variants {
                let package = exercise.package(variant);
                let own = built.get(&package).into_iter().flat_map(|it| &it.messages);
                let module = format!("/{package}/{MODULES}/");
                let of_tests = joint.messages.iter();
                let of_tests = of_tests.filter(|it| it.text.replace('\\', "/").contains(&module));
                let errors = own.chain(of_tests).filter(|it| it.is_error);
                let errors: String = errors.map(|it| it.text.as_str()).collect();
                if !errors.is_empty() {
                    all.broken.insert(package, errors);
                }
            }
        }
        if all.broken.len() == found_before {
            return Ok(all);
        }
    }
}

/// The target with the tests of all variants of an exercise.
const PROGRAM: &str = "variants";

/// Where the tests of a variant lie that are modules of it: beside `src`, since
/// they include the library.
const MODULES: &str = "modules";

/// A package for each variant, and one for each exercise: its test program, with
/// the tests of all variants but those that do not compile.
fn generate(broken: &BTreeMap<String, String>) -> Result<(), String> {
    let read = |file: &Path| {
        fs::read_to_string(file)
            .map(|text| text.replace("\r\n", "\n"))
            .map_err(|error| format!("{}: {error}", file.display()))
    };
    let put = |file: &Path, text: &str| -> Result<(), String> {
        // Written only where it differs, so that cargo builds only that.
        if read(file).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let folder = file.parent().unwrap_or(file);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        write(file, text)
    };
    let real = root().join("exercises");
    let manifest = read(&real.join("Cargo.toml"))?;
    let mut manifest: toml::Table = manifest.parse().map_err(|error| format!("{error}"))?;
    let mut members = toml::Table::new();
    for exercise in EXERCISES.iter() {
        let their = read(&exercise.folder().join("Cargo.toml"))?;
        let tests = exercise.tests()?;
        let mut variants = toml::Table::new();
        let mut modules = String::new();
        for variant in &exercise.variants {
            let package = exercise.package(variant);
            let to = workspace().join(&package);
            let line = format!("name = {:?}\n", exercise.name);
            let renamed = their.replacen(&line, &format!("name = {package:?}\n"), 1);
            put(&to.join("Cargo.toml"), &renamed)?;
            put(
                &to.join("src/lib.rs"),
                &read(&exercise.folder().join(variant.file()))?,
            )?;
            for file in &tests {
                let name = file.file_name().unwrap_or_default();
                let text = read(file)?;
                if *variant == Variant::Solution {
                    put(&to.join("tests").join(name), &text)?; // for clippy
                }
                let own = identifier(&variant.title());
                let library = identifier(&exercise.name);
                let text = format!("{text}\nextern crate {own} as {library};\n");
                put(&to.join(MODULES).join(name), &text)?;
            }
            members.insert(package.clone(), toml::Value::Boolean(true));
            if broken.contains_key(&package) {
                continue;
            }
            let mut dependency = toml::Table::new();
            dependency.insert("path".into(), format!("../{package}").into());
            dependency.insert("package".into(), package.clone().into());
            variants.insert(identifier(&variant.title()), dependency.into());
            for file in &tests {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                modules += &format!(
                    "#[path = \"../../{package}/{MODULES}/{name}\"]\nmod {};\n",
                    module(variant, file)
                );
            }
        }
        let mut joint: toml::Table = their.parse().map_err(|error| format!("{error}"))?;
        joint.remove("lib");
        let dependencies = joint
            .entry("dependencies")
            .or_insert_with(|| toml::Table::new().into())
            .as_table_mut()
            .ok_or("[dependencies] is no table")?;
        dependencies.extend(variants);
        let to = workspace().join(&exercise.name);
        put(&to.join("Cargo.toml"), &joint.to_string())?;
        put(&to.join("tests").join(format!("{PROGRAM}.rs")), &modules)?;
        members.insert(exercise.name.clone(), toml::Value::Boolean(true));
    }
    let workspace_table = manifest["workspace"]
        .as_table_mut()
        .ok_or("exercises/Cargo.toml has no [workspace]")?;
    let list = members.keys().map(|name| toml::Value::from(name.clone()));
    workspace_table.insert("members".into(), toml::Value::Array(list.collect()));
    workspace_table.remove("exclude");
    if let Some(dependencies) = workspace_table
        .get_mut("dependencies")
        .and_then(|it| it.as_table_mut())
    {
        for (_, dependency) in dependencies.iter_mut() {
            if let Some(path) = dependency.get_mut("path") {
                let absolute = real.join(path.as_str().unwrap_or_default());
                *path = toml::Value::from(absolute.to_string_lossy().into_owned());
            }
        }
    }
    // Packages that are no member any more would be found by nobody, but a
    // renamed test of one must not stay.
    for entry in fs::read_dir(workspace()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let members = manifest["workspace"]["members"].as_array();
        let known = members.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(&name)));
        if entry.path().join("Cargo.toml").is_file() && !known {
            fs::remove_dir_all(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    // Each variant is built once and run for what it says; nobody steps through
    // it. So it takes two thirds of the time, and a third of the room.
    let profile = manifest["profile"]["dev"]
        .as_table_mut()
        .ok_or("exercises/Cargo.toml has no [profile.dev]")?;
    profile.insert("debug".into(), toml::Value::from(false));
    profile.insert("incremental".into(), toml::Value::from(false));
    profile.insert("strip".into(), toml::Value::from("debuginfo"));
    put(&workspace().join("Cargo.toml"), &manifest.to_string())?;
    // The versions that the readers get.
    fs::copy(real.join("Cargo.lock"), workspace().join("Cargo.lock"))
        .map_err(|error| format!("exercises/Cargo.lock: {error}"))?;
    Ok(())
}

/// Runs cargo in the generated workspace; the answer is by package.
fn run_cargo(arguments: &[&str]) -> Result<BTreeMap<String, Built>, String> {
    let mut command = Command::new(cargo());
    let output = neutral_environment(&mut command)
        .args(arguments)
        .arg("--message-format=json")
        .arg("--target-dir")
        .arg(scratch().join("exercises-build"))
        .current_dir(workspace())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    let mut built: BTreeMap<String, Built> = BTreeMap::new();
    for message in json_lines(&String::from_utf8_lossy(&output.stdout)) {
        let Some(manifest) = message["manifest_path"].as_str() else {
            continue;
        };
        let folder = Path::new(manifest).parent().and_then(Path::file_name);
        let package = folder.unwrap_or_default().to_string_lossy().into_owned();
        let entry = built.entry(package).or_default();
        if let Some(program) = message["executable"].as_str() {
            entry.program = Some(PathBuf::from(program));
        }
        let diagnostic = &message["message"];
        if let Some(text) = diagnostic["rendered"].as_str() {
            entry.messages.push(Message {
                is_error: diagnostic["level"] == "error",
                text: text.to_owned(),
            });
        }
    }
    if built.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(built)
}

/// A name in a program for what has one with hyphens.
fn identifier(name: &str) -> String {
    name.replace('-', "_")
}

/// What the tests of a variant that stand in a file are called in the program.
fn module(variant: &Variant, tests: &Path) -> String {
    let file = tests.file_stem().unwrap_or_default().to_string_lossy();
    format!("{}__{}", identifier(&variant.title()), identifier(&file))
}

/// What the tests of a variant say: whether they pass, and their text.
fn tested(exercise: &Exercise, variant: &Variant) -> Result<(bool, String), String> {
    let all = PROGRAMS.as_ref().map_err(Clone::clone)?;
    let package = exercise.package(variant);
    if let Some(errors) = all.broken.get(&package) {
        return Ok((false, format!("does not compile\n{errors}")));
    }
    let program = all.programs.get(&exercise.name).ok_or_else(|| {
        format!(
            "exercises/{}/tests does not compile with all variants. Here each file is a module, \
             so a path in it begins with `self`, not with `crate`.\n{}",
            exercise.name,
            all.unbuilt.get(&exercise.name).map_or("", String::as_str)
        )
    })?;
    let list = run(
        &package,
        Command::new(program).args(["--list", "--format=terse"]),
    )?;
    let mut names: Vec<&str> = Vec::new();
    for file in exercise.tests()? {
        let module = format!("{}::", module(variant, &file));
        let tests = list
            .stdout
            .lines()
            .filter_map(|it| it.strip_suffix(": test"));
        let tests: Vec<&str> = tests.filter(|it| it.starts_with(&module)).collect();
        if tests.is_empty() {
            return Err(format!("{} has no tests", file.display()));
        }
        names.extend(tests);
    }
    let idle = || IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = idle().pop().unwrap_or_else(new_place);
    let run = run(
        &package,
        Command::new(program)
            .arg("--exact")
            .args(&names)
            .env("CARGO_TARGET_DIR", &place),
    );
    idle().push(place);
    let run = run?;
    // What is not run passes.
    let count = format!("running {} test", names.len());
    if !run.stdout.contains(&count) {
        return Err(format!("not all of its tests ran\n{}", run.stdout));
    }
    Ok((
        run.exit == Some(0),
        format!("{}\n{}\n", run.stdout, run.stderr),
    ))
}

/// One more folder to explore in.
fn new_place() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    scratch().join(format!("exercises-explored-{number}"))
}

fn run(package: &str, command: &mut Command) -> Result<Run, String> {
    neutral_environment(command).current_dir(workspace().join(package));
    match watch(command, Expect::End).map_err(|error| error.to_string())? {
        Outcome::Ended(run) => Ok(run),
        Outcome::Hung(run) => Err(format!(
            "its tests never end\n{}\n{}",
            run.stdout, run.stderr
        )),
    }
}

fn check(exercise: &Exercise, variant: &Variant) -> Result<(), Failed> {
    let (passes, said) = tested(exercise, variant)?;
    let file = format!("exercises/{}/{}", exercise.name, variant.file());
    if *variant == Variant::Solution {
        if !passes {
            return Err(format!("{file} does not pass\n\n{said}").into());
        }
        let clippy = CLIPPY.as_ref().map_err(Clone::clone)?;
        let package = exercise.package(variant);
        let found = clippy
            .get(&package)
            .ok_or_else(|| format!("clippy did not look at {package}"))?;
        let found: String = found.messages.iter().map(|it| it.text.as_str()).collect();
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
