//! What the tests share.
#![allow(dead_code)] // each test uses a part

use every_schedule::{Explorer, Program, Refusal, Schedules};
use passed::{Key, Passed};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// Runs a test, unless it passed and nothing of this package has changed since,
/// nor what it is compiled with.
pub fn unless_passed(test: &str, check: impl FnOnce()) {
    static PASSED: LazyLock<(Passed, Key)> = LazyLock::new(|| {
        let asked_for = ["RANDOM_PROGRAMS", "RANDOM_SEED"].map(std::env::var_os);
        let anew = asked_for.iter().any(Option::is_some);
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = package.join("../..");
        let key = Key::default()
            .folder(package)
            .file(&root.join("Cargo.lock"))
            .file(&root.join("Cargo.toml"));
        (Passed::of(env!("CARGO_CRATE_NAME"), scratch, anew), key)
    });
    let (passed, key) = &*PASSED;
    passed.test_unless_passed(test, key, check);
}

/// A program of `tests/programs`.
pub fn program(name: &str) -> Program {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/programs/{name}.rs"));
    let mut program = Program::read(file).expect("the program is there");
    program.name = name.into();
    program
}

/// A program of a few lines.
pub fn inline(name: &str, source: &str) -> Program {
    Program {
        name: name.into(),
        source: source.into(),
    }
}

/// `exit 0 a/b`, `deadlock a`: how it ended and what it printed.
pub fn short(s: &Schedules) -> BTreeSet<String> {
    s.endings
        .iter()
        .map(|e| {
            let code = e.code.map_or(String::new(), |c| format!(" {c}"));
            let text = e.stdout.trim_end().replace('\n', "/");
            format!("{}{code} {text}", e.kind.name())
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// Explores them all, each as if alone.
pub fn all(explorer: &Explorer, programs: &[Program]) -> Vec<Result<Schedules, Refusal>> {
    let answers = explorer.explore_all(programs);
    assert_eq!(answers.len(), programs.len());
    answers
}
