//! Builds every Rust listing and finds its program.

use crate::root;
use book_content::Library;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Builds the examples of the workspace and returns their programs by name.
///
/// # Errors
///
/// Cargo's own report, where an example does not compile.
pub fn build() -> Result<BTreeMap<String, PathBuf>, String> {
    let output = Command::new(cargo())
        .args(["build", "--workspace", "--examples", "--locked", "--quiet"])
        .args(["--keep-going", "--message-format=json-render-diagnostics"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut programs = BTreeMap::new();
    for message in json_lines(&stdout) {
        let kinds = message["target"]["kind"].as_array();
        let example = kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "example"));
        if let (true, Some(name), Some(program)) = (
            example,
            message["target"]["name"].as_str(),
            message["executable"].as_str(),
        ) {
            programs.insert(name.to_owned(), PathBuf::from(program));
        }
    }
    if output.status.success() {
        Ok(programs)
    } else {
        Err(format!(
            "a listing does not compile:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// Holds every Rust program below `listings/` to `listings/rustfmt.toml`, those
/// that must not compile included, which `cargo fmt` does not see.
///
/// # Errors
///
/// What rustfmt would change, with files and lines.
pub fn format(library: &Library) -> Result<(), String> {
    let files = library.listings.values().filter_map(|it| it.rust.as_ref());
    let output = run(Command::new("rustfmt")
        .args(["--check", "--color=never", "--edition=2024"])
        .args(["--config-path", "listings/rustfmt.toml"])
        .args(files.map(|it| &it.path)))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "rustfmt would write some listings otherwise; run `cargo fmt --all`, and for what must \
             not compile `rustfmt --edition 2024 --config-path listings/rustfmt.toml FILE`:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Lets clippy look at every listing that compiles.
///
/// # Errors
///
/// Its report, with files and lines.
pub fn clippy() -> Result<(), String> {
    // Of the whole workspace, so that it looks at the dependencies with the
    // features that they have anyway.
    let output = run(Command::new(cargo())
        .args(["clippy", "--workspace", "--examples", "--locked"])
        .args(["--quiet", "--keep-going", "--", "-D", "warnings"]))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "clippy finds fault with a listing; do as it says, or choose another program:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// Whether `exercises/Cargo.lock` is up to date. (The book's own cannot be
/// seen from a test: cargo mends it before the test is built.)
///
/// # Errors
///
/// Cargo's report, and how to mend it.
pub fn exercises_lock() -> Result<(), String> {
    let output = run(Command::new(cargo())
        .args(["metadata", "--locked", "--format-version=1"])
        .args(["--manifest-path", "exercises/Cargo.toml"]))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!(
            "exercises/Cargo.lock: is not what its manifests ask for; run `cargo check \
             --manifest-path exercises/Cargo.toml`, and commit the file:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

fn run(command: &mut Command) -> Result<Output, String> {
    crate::process::neutral_environment(command)
        .current_dir(root())
        .output()
        .map_err(|error| {
            let name = command.get_program().to_string_lossy().into_owned();
            format!("{name} cannot be started: {error}")
        })
}

/// The cargo that runs the tests.
pub fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The JSON messages that cargo prints, a line each.
pub fn json_lines(text: &str) -> impl Iterator<Item = serde_json::Value> {
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}
