//! `cargo bench -p every-schedule`: the same programs explored to the end by
//! this crate, by shuttle's depth-first search and by loom, in one run.
//!
//! In shuttle and loom the readers' prints are a list under a lock, as stdout
//! is in the real program. Each search may take 20 seconds. What is compared is the time to the
//! complete answer; the number of endings shows whether it was complete.

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/ports.rs"]
mod ports;

use common::program;
use every_schedule::Explorer;
use ports::{in_loom, in_shuttle, three_senders};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(20);

type Port = fn() -> String;

/// `endings / executions / seconds` of one search.
fn timed(search: impl FnOnce(Box<dyn Fn(String) + Send + Sync>)) -> String {
    let found = Arc::new(Mutex::new(BTreeSet::new()));
    let executions = Arc::new(AtomicUsize::new(0));
    let (seen, count) = (Arc::clone(&found), Arc::clone(&executions));
    let start = Instant::now();
    search(Box::new(move |output| {
        count.fetch_add(1, Ordering::Relaxed);
        seen.lock().unwrap().insert(output);
    }));
    let seconds = start.elapsed().as_secs_f64();
    let how = if seconds >= LIMIT.as_secs_f64() {
        " cut off"
    } else {
        ""
    };
    let endings = found.lock().unwrap().len();
    let executions = executions.load(Ordering::Relaxed);
    format!("{endings} / {executions} / {seconds:.2}{how}")
}

fn shuttle_search(port: Port) -> String {
    timed(|note| {
        let mut config = shuttle::Config::new();
        config.max_time = Some(LIMIT);
        config.failure_persistence = shuttle::FailurePersistence::None;
        let scheduler = shuttle::scheduler::DfsScheduler::new(None, false);
        shuttle::Runner::new(scheduler, config).run(move || note(port()));
    })
}

fn loom_search(port: Port) -> String {
    timed(|note| {
        let mut model = loom::model::Builder::new();
        model.max_duration = Some(LIMIT);
        model.check(move || note(port()));
    })
}

/// One search in a process of its own: at a deadlock, shuttle and loom panic
/// while they clean up, which ends the process.
fn in_process(library: &str, name: &str) -> String {
    let this = std::env::current_exe().expect("the benchmark knows itself");
    let output = Command::new(this)
        .args(["--one", library, name])
        .output()
        .expect("the benchmark starts itself");
    if output.status.success() {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    } else {
        "gave up with a panic".to_owned()
    }
}

fn ours(name: &str) -> String {
    let program = program(name);
    let explorer = Explorer::default();
    // Once to build; what is timed is the search.
    let _ = explorer.explore(&program);
    let start = Instant::now();
    match explorer.explore(&program) {
        Ok(found) => format!(
            "{} / {} / {:.2}",
            found.endings.len(),
            found.effort.runs,
            start.elapsed().as_secs_f64()
        ),
        Err(refusal) => refusal.to_string(),
    }
}

fn main() {
    let programs: [(&str, Port, Option<Port>); 5] = [
        ("three_senders", three_senders, None),
        (
            "ten_threads",
            in_shuttle::ten_threads,
            Some(in_loom::ten_threads),
        ),
        (
            "readers_and_writer",
            in_shuttle::readers_and_writer,
            Some(in_loom::readers_and_writer),
        ),
        (
            "check_then_act",
            in_shuttle::check_then_act,
            Some(in_loom::check_then_act),
        ),
        (
            "opposite_order",
            in_shuttle::opposite_order,
            Some(in_loom::opposite_order),
        ),
    ];
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|it| it == "--one") {
        let (library, name) = (&arguments[at + 1], &arguments[at + 2]);
        let (_, shuttle, loom) = programs
            .into_iter()
            .find(|(it, ..)| it == name)
            .expect("one of the programs");
        let answer = match (library.as_str(), loom) {
            ("shuttle", _) => shuttle_search(shuttle),
            (_, Some(loom)) => loom_search(loom),
            (_, None) => "not ported".to_owned(),
        };
        println!("{answer}");
        return;
    }
    println!("endings / executions / seconds");
    println!(
        "{:20} {:24} {:32} loom",
        "program", "every-schedule", "shuttle, depth-first"
    );
    for (name, ..) in programs {
        println!(
            "{name:20} {:24} {:32} {}",
            ours(name),
            in_process("shuttle", name),
            in_process("loom", name)
        );
    }
}
