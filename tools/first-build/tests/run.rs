//! What mdBook gets from the program, with a cargo that has nothing to build.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

/// A program cannot be started while a process that another test has started
/// still holds it open to be written.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a copy, beside which the preprocessor lies or not, with the program
/// `cargo` as cargo; whether it says that all is well, and what it says.
fn run(is_built: bool, cargo: &str) -> (bool, String) {
    let _guard = ONE_AT_A_TIME.lock().unwrap();
    let folder = std::env::temp_dir().join(format!("first-build-run-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let suffix = std::env::consts::EXE_SUFFIX;
    let own = folder.join(format!("first-build{suffix}"));
    std::fs::copy(Path::new(env!("CARGO_BIN_EXE_first-build")), &own).unwrap();
    if is_built {
        std::fs::write(folder.join(format!("mdbook-directives{suffix}")), "").unwrap();
    }
    let output = Command::new(&own)
        .current_dir(&folder)
        .env("CARGO", cargo)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), errors)
}

#[test]
fn the_first_build_is_announced_and_no_other() {
    for is_built in [false, true] {
        let (_, errors) = run(is_built, "no-such-cargo");
        assert_eq!(
            errors.contains("Compiling the book's preprocessor."),
            !is_built,
            "NOTICE in tools/first-build/src/main.rs is for the first time: {errors}"
        );
    }
}

#[test]
fn without_cargo_it_says_so_and_fails() {
    let (is_well, errors) = run(true, "no-such-cargo");
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert!(
        errors.contains("cargo cannot be started to run mdbook-directives"),
        "{errors}"
    );
}

/// There is no package in that folder.
#[test]
fn when_cargo_fails_so_does_it() {
    let (is_well, errors) = run(true, env!("CARGO"));
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert!(errors.contains("Cargo.toml"), "cargo says why: {errors}");
}

#[cfg(unix)]
#[test]
fn when_cargo_succeeds_so_does_it() {
    let (is_well, errors) = run(true, "true");
    assert!(is_well, "mdBook would take it for a failure: {errors}");
}
