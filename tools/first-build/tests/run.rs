//! What mdBook gets from the program, with a cargo that builds nothing and a
//! preprocessor that is none.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

/// A program cannot be started while a process that another test has started
/// still holds it open to be written.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a copy with the program `cargo` as cargo, beside the programs of
/// `scripts`, by name. Whether it says that all is well, and what it says.
fn run(cargo: &str, scripts: &[(&str, &str)]) -> (bool, String, String) {
    let _guard = ONE_AT_A_TIME.lock().unwrap();
    let folder = std::env::temp_dir().join(format!("first-build-run-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let suffix = std::env::consts::EXE_SUFFIX;
    let own = folder.join(format!("first-build{suffix}"));
    fs::copy(Path::new(env!("CARGO_BIN_EXE_first-build")), &own).unwrap();
    for (name, text) in scripts {
        let file = folder.join(format!("{name}{suffix}"));
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        executable(&file);
    }
    let output = Command::new(&own)
        .args(["supports", "html"])
        .current_dir(&folder)
        .env("CARGO", cargo)
        .output()
        .unwrap();
    fs::remove_dir_all(&folder).unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[cfg(unix)]
fn executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

/// The same with scripts in the place of both. A system without `sh` cannot run
/// them.
#[cfg(unix)]
fn run_scripts(cargo: &str, preprocessor: &str) -> (bool, String, String) {
    let scripts = [("cargo", cargo), ("mdbook-directives", preprocessor)];
    run("./cargo", &scripts)
}

#[cfg(unix)]
const FINISHED: &str = "echo '    Finished `dev` profile' >&2";

#[cfg(unix)]
#[test]
fn what_is_built_is_started_without_a_word() {
    let (is_well, said, errors) = run_scripts(FINISHED, "echo pages for $*");
    assert!(is_well, "mdBook would take it for a failure: {errors}");
    assert_eq!(said, "pages for supports html\n", "its answer is mdBook's");
    assert_eq!(errors, "", "there is nothing to say");
}

/// Whether or not a preprocessor of an earlier build lies there, as here.
#[cfg(unix)]
#[test]
fn a_long_build_is_announced_while_it_goes_on() {
    let cargo = "echo '   Compiling memchr v2.8.3' >&2";
    let (is_well, _, errors) = run_scripts(cargo, "true");
    assert!(is_well, "mdBook would take it for a failure: {errors}");
    let wanted = "Compiling the book's preprocessor.";
    assert!(
        errors.starts_with(wanted) && errors.contains("memchr"),
        "pass_on() in tools/first-build/src/main.rs is to say so: {errors}"
    );
}

#[test]
fn without_cargo_it_says_so_and_fails() {
    let (is_well, said, errors) = run("no-such-cargo", &[("mdbook-directives", "echo pages")]);
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert_eq!(said, "", "an old preprocessor must not answer");
    assert!(
        errors.contains("cargo cannot be started to build mdbook-directives"),
        "{errors}"
    );
}

/// There is no package in that folder.
#[test]
fn when_cargo_fails_so_does_it() {
    let (is_well, _, errors) = run(env!("CARGO"), &[]);
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert!(errors.contains("Cargo.toml"), "cargo says why: {errors}");
}

#[cfg(unix)]
#[test]
fn all_that_a_failing_cargo_says_is_passed_on() {
    let cargo = "echo '   Compiling mdbook-directives v0.1.0' >&2; \
                 echo 'error: expected `;`' >&2; exit 101";
    let (is_well, said, errors) = run_scripts(cargo, "echo pages");
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert_eq!(said, "", "an old preprocessor must not answer");
    assert_eq!(errors.lines().count(), 2, "cargo says why: {errors}");
}

#[cfg(unix)]
#[test]
fn when_the_preprocessor_fails_so_does_it() {
    let (is_well, _, errors) = run_scripts(FINISHED, "echo no such listing >&2; exit 1");
    assert!(!is_well, "mdBook would take it for a success: {errors}");
    assert_eq!(errors, "no such listing\n");
}
