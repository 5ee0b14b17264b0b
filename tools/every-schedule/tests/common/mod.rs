//! What the tests share.
#![allow(dead_code)] // each test uses a part

use every_schedule::{Explorer, Program, Refusal, Schedules};
use std::collections::BTreeSet;
use std::path::Path;

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
