//! Builds the exercises as given, their solutions and their wrong solutions, in
//! a workspace below `target/`, and runs their tests on each.
//!
//! Each of these is a library of its own. The tests of all of an exercise are one
//! program, in which each has them as a module: to link a program takes longer
//! than to compile its tests.

use crate::examples::{cargo, json_lines};
use crate::process::{Expect, Outcome, neutral_environment, watch};
use crate::snapshots::write;
use crate::{root, scratch};
use book_content::output::Run;
use passed::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Which code of an exercise is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// What the reader begins with.
    Given,
    /// The solution.
    Solution,
    /// The wrong solution with this name.
    Wrong(String),
}

impl Variant {
    /// Its file below the folder of the exercise.
    pub fn file(&self) -> String {
        match self {
            Self::Given => "given/lib.rs".into(),
            Self::Solution => "solution/lib.rs".into(),
            Self::Wrong(name) => format!("wrong/{name}.rs"),
        }
    }
    /// What it is called in the names of tests and packages.
    pub fn title(&self) -> String {
        match self {
            Self::Given => "given".into(),
            Self::Solution => "solution".into(),
            Self::Wrong(name) => format!("wrong-{name}"),
        }
    }
}

/// An exercise.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Its folder below `exercises/`.
    pub name: String,
    /// What there is of it.
    pub variants: Vec<Variant>,
}

impl Exercise {
    fn package(&self, variant: &Variant) -> String {
        format!("{}-{}", self.name, variant.title())
    }
    /// Its folder.
    pub fn folder(&self) -> PathBuf {
        root().join("exercises").join(&self.name)
    }

    /// What decides what the tests say of its variants.
    pub fn key(&self) -> Key {
        let own = ["Cargo.toml", "README.md"].map(|it| self.folder().join(it));
        let shared = [
            "Cargo.lock",
            "Cargo.toml",
            "rust-toolchain.toml",
            "exercises/Cargo.lock",
            "exercises/Cargo.toml",
        ];
        let files = shared.map(|it| root().join(it));
        let files = own.iter().chain(&files);
        // Not `src`, which is the reader's.
        let own = ["given", "solution", "tests", "wrong"].map(|it| self.folder().join(it));
        let shared = ["exercises/support", "tools/every-schedule"].map(|it| root().join(it));
        let key = files.fold(Key::default(), |key, it| key.file(it));
        let folders = own.iter().chain(&shared);
        folders.fold(key, |key, it| key.text("next").folder(it))
    }

    /// The files with its tests.
    fn tests(&self) -> Result<Vec<PathBuf>, String> {
        let folder = self.folder().join("tests");
        let entries = fs::read_dir(&folder).map_err(|it| format!("{}: {it}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
        files.sort();
        Ok(files)
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
#[derive(Debug, Default)]
pub struct Programs {
    /// By exercise.
    programs: BTreeMap<String, PathBuf>,
    /// Of the packages that do not compile, what the compiler said.
    broken: BTreeMap<String, String>,
    /// Of the exercises that have no program for another reason, all that the
    /// compiler said.
    unbuilt: BTreeMap<String, String>,
    /// Folders in which nobody explores at the moment. Two that did so in one
    /// would wait for each other, since cargo locks it while it builds.
    idle: Mutex<Vec<PathBuf>>,
    /// How many such folders there are.
    places: AtomicUsize,
}

/// All exercises.
pub fn find() -> Vec<Exercise> {
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

fn workspace() -> PathBuf {
    scratch().join("exercises")
}

/// Writes the workspace, and builds its tests. A variant that does not compile
/// would take the others of its exercise with it, so they are built without it.
///
/// # Errors
///
/// When the workspace cannot be written, or cargo cannot be started. What does
/// not compile is told by [`Programs::tested`].
pub fn build(exercises: &[Exercise]) -> Result<Programs, String> {
    let mut all = Programs::default();
    loop {
        generate(exercises, &all.broken)?;
        let built = run_cargo(&["build", "--workspace", "--keep-going", "--test", PROGRAM])?;
        let found_before = all.broken.len();
        for exercise in exercises {
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
fn generate(exercises: &[Exercise], broken: &BTreeMap<String, String>) -> Result<(), String> {
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
    for exercise in exercises {
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

/// What clippy says of the solutions, by exercise; they have been generated.
///
/// # Errors
///
/// Cargo's report, where it cannot even begin.
pub fn clippy(exercises: &[Exercise]) -> Result<BTreeMap<String, String>, String> {
    // Of the others nobody asks what clippy says.
    let mut arguments = vec!["clippy".to_owned(), "--tests".into(), "--keep-going".into()];
    let solutions = exercises.iter().map(|it| it.package(&Variant::Solution));
    arguments.extend(solutions.flat_map(|package| ["--package".into(), package]));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let found = run_cargo(&arguments)?;
    let said = |exercise: &Exercise| {
        let built = found.get(&exercise.package(&Variant::Solution))?;
        let text = built.messages.iter().map(|it| it.text.as_str()).collect();
        Some((exercise.name.clone(), text))
    };
    Ok(exercises.iter().filter_map(said).collect())
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

impl Programs {
    /// What the tests of a variant say: whether they pass, and their text.
    ///
    /// # Errors
    ///
    /// When that is not known, and why.
    pub fn tested(&self, exercise: &Exercise, variant: &Variant) -> Result<(bool, String), String> {
        let package = exercise.package(variant);
        if let Some(errors) = self.broken.get(&package) {
            return Ok((false, format!("does not compile\n{errors}")));
        }
        let program = self.programs.get(&exercise.name).ok_or_else(|| {
        format!(
            "exercises/{}/tests does not compile with all variants. Here each file is a module, \
             so a path in it begins with `self`, not with `crate`.\n{}",
            exercise.name,
            self.unbuilt.get(&exercise.name).map_or("", String::as_str)
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
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let place = idle().pop().unwrap_or_else(|| {
            let number = self.places.fetch_add(1, Ordering::Relaxed);
            scratch().join(format!("exercises-explored-{number}"))
        });
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
}
