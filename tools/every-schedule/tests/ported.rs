//! The endings are those that shuttle's depth-first search and loom find.
#![cfg(target_os = "linux")]

mod common;
#[path = "common/ports.rs"]
mod ports;

use common::{all, program, short, unless_passed};
use every_schedule::Explorer;
use ports::{in_loom, in_shuttle, three_senders};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// What a program can return, by one of the two libraries' searches.
fn collect(search: impl FnOnce(Box<dyn Fn(String) + Send + Sync>)) -> BTreeSet<String> {
    let found = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = Arc::clone(&found);
    search(Box::new(move |output| {
        seen.lock().unwrap().insert(format!("exit 0 {output}"));
    }));
    let found = found.lock().unwrap();
    found.clone()
}

fn with_shuttle(program: fn() -> String) -> BTreeSet<String> {
    collect(|note| shuttle::check_dfs(move || note(program()), None))
}

fn with_loom(program: fn() -> String) -> BTreeSet<String> {
    collect(|note| loom::model(move || note(program())))
}

#[test]
fn shuttle_and_loom_find_the_same_endings() {
    unless_passed("shuttle_and_loom_find_the_same_endings", || {
        type Port = fn() -> String;
        let ports: [(&str, Port, Option<Port>); 4] = [
            (
                "check_then_act",
                in_shuttle::check_then_act,
                Some(in_loom::check_then_act),
            ),
            (
                "lost_update",
                in_shuttle::lost_update,
                Some(in_loom::lost_update),
            ),
            (
                "double_checked",
                in_shuttle::double_checked,
                Some(in_loom::double_checked),
            ),
            ("three_senders", three_senders, None),
        ];
        let programs: Vec<_> = ports.iter().map(|(name, ..)| program(name)).collect();
        let explored = all(&Explorer::default(), &programs);
        for ((name, shuttle, loom), explored) in ports.into_iter().zip(explored) {
            let explored = short(&explored.unwrap_or_else(|refusal| panic!("{name}: {refusal}")));
            assert_eq!(explored, with_shuttle(shuttle), "{name}: shuttle");
            if let Some(loom) = loom {
                assert_eq!(explored, with_loom(loom), "{name}: loom");
            }
        }
    });
}
