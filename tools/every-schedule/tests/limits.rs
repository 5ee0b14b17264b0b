//! What is refused, and where the search stops: each once, with its message.
#![cfg(target_os = "linux")]

mod common;

use common::{all, inline, program, unless_passed};
use every_schedule::Explorer;
use std::time::Duration;

#[test]
fn what_cannot_be_explored_is_refused_with_its_line() {
    unless_passed("what_cannot_be_explored_is_refused_with_its_line", || {
        let cases = [
            (
                "fn main() {\n    unsafe { std::hint::unreachable_unchecked() }\n}",
                2,
                "`unsafe` is refused",
            ),
            (
                "static mut N: u32 = 0;\nfn main() {}",
                1,
                "`static mut` is refused",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    std::thread::spawn(|| {});\n    println!(\"{}\", Arc::strong_count(&Arc::new(1)));\n}",
                4,
                "an Arc's counts are refused while other threads live",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    std::thread::spawn(|| {});\n    let _ = Arc::try_unwrap(Arc::new(1));\n}",
                4,
                "an Arc's counts are refused while other threads live",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    std::thread::spawn(|| {});\n    Arc::get_mut(&mut Arc::new(1));\n}",
                4,
                "an Arc's counts are refused while other threads live",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    std::thread::spawn(|| {});\n    Arc::make_mut(&mut Arc::new(1));\n}",
                4,
                "an Arc's counts are refused while other threads live",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    std::thread::spawn(|| {});\n    let _ = Arc::<u8>::into_inner(Arc::new(1));\n}",
                4,
                "an Arc's counts are refused while other threads live",
            ),
            (
                "use std::sync::Arc;\nfn main() {\n    let w = Arc::downgrade(&Arc::new(1));\n    w.upgrade();\n}",
                4,
                "`Weak::upgrade` is refused",
            ),
            (
                "use std::fs;\nfn main() {\n    let _ = fs::read(\"x\");\n}",
                1,
                "`std::fs` is refused",
            ),
            (
                "fn main() {\n    let _ = std::net::TcpListener::bind(\"x\");\n}",
                2,
                "`std::net` is refused",
            ),
            (
                "use std::process::Command;\nfn main() {}",
                1,
                "`std::process::Command` is refused",
            ),
            (
                "use std::io;\nfn main() {\n    let _ = io::stdin();\n}",
                3,
                "`std::io::stdin` is refused",
            ),
            (
                "fn main() {\n    let _ = std::env::args().count();\n}",
                2,
                "`std::env::args` is refused",
            ),
            (
                "use std::time::SystemTime;\nfn main() {}",
                1,
                "`std::time::SystemTime` is refused",
            ),
            (
                "use rayon::prelude::*;\nfn main() {}",
                1,
                "the crate `rayon` is refused",
            ),
            (
                "fn main() {\n    tokio::spawn(async {});\n}",
                2,
                "the crate `tokio` is refused",
            ),
            (
                "extern crate libc;\nfn main() {}",
                1,
                "the crate `libc` is refused",
            ),
            (
                "use std::arch::asm;\nfn main() {}",
                1,
                "`std::arch` is refused",
            ),
            (
                "fn main() {\n    core::arch::asm!(\"nop\");\n}",
                2,
                "`asm!` is refused",
            ),
            ("fn main() {\n    let x = ;\n}", 2, "is not Rust"),
            (
                "fn main() {\n    nothing();\n}",
                2,
                "does not compile over the stand-in for std",
            ),
        ];
        let programs: Vec<_> = cases.iter().map(|c| inline("refused", c.0)).collect();
        for ((source, line, text), answer) in cases.iter().zip(all(&Explorer::default(), &programs))
        {
            match answer {
                Ok(_) => panic!("not refused:\n{source}"),
                Err(refusal) => {
                    assert!(refusal.message.contains(text), "{refusal}\n{source}");
                    assert_eq!(refusal.line, Some(*line), "{refusal}\n{source}");
                }
            }
        }
    });
}

/// Explores with limits and gives back the message; the answer is partial.
fn limit(explorer: &Explorer, source: &str) -> String {
    let answer = explorer.explore(&inline("limit", source)).unwrap();
    assert!(!answer.complete);
    assert_eq!(answer.schedules, None);
    assert!(answer.graph.is_none());
    assert!(answer.report(true).contains("PARTIAL"));
    answer.limit.unwrap()
}

#[test]
fn too_many_states() {
    unless_passed("too_many_states", || {
        let explorer = Explorer {
            max_states: 5,
            ..Explorer::default()
        };
        let text = limit(&explorer, &program("philosophers_3").source);
        assert_eq!(
            text,
            "stopped at 5 states; make the program smaller or raise the limit"
        );
    });
}

#[test]
fn too_many_steps() {
    unless_passed("too_many_steps", || {
        let explorer = Explorer {
            max_steps: 100,
            ..Explorer::default()
        };
        let text = limit(
            &explorer,
            "fn main() {\n    loop {\n        println!(\"on\");\n    }\n}",
        );
        assert!(
            text.starts_with("a run of more than 100 steps was cut off after line 3:"),
            "{text}"
        );
    });
}

#[test]
fn too_long() {
    unless_passed("too_long", || {
        let explorer = Explorer {
            timeout: Duration::from_secs(1),
            ..Explorer::default()
        };
        let text = limit(
            &explorer,
            "fn main() {\n    println!(\"x\");\n    loop {}\n}",
        );
        assert!(text.starts_with("stopped after 1 s"), "{text}");
    });
}

#[test]
fn too_much_memory() {
    unless_passed("too_much_memory", || {
        let explorer = Explorer {
            max_memory: 30_000,
            ..Explorer::default()
        };
        let text = limit(&explorer, &program("philosophers_5").source);
        assert!(
            text.starts_with("stopped when the steps filled 0 MB"),
            "{text}"
        );
    });
}

#[test]
fn too_many_endings() {
    unless_passed("too_many_endings", || {
        let source = "fn main() {\n    std::thread::spawn(|| loop { println!(\"tick\") });\n}";
        let explorer = Explorer {
            max_endings: 20,
            ..Explorer::default()
        };
        let text = limit(&explorer, source);
        assert!(text.starts_with("stopped at 21 endings,"), "{text}");
        let explorer = Explorer {
            max_memory: 1 << 20,
            ..Explorer::default()
        };
        let text = limit(&explorer, source);
        assert!(text.contains("outputs and examples fill 1 MB"), "{text}");
    });
}

#[test]
fn nobody_has_to_read_the_answer() {
    unless_passed("nobody_has_to_read_the_answer", || {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/programs/philosophers_2.rs"
        );
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_every-schedule"))
            .arg(file)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    });
}

#[test]
fn the_watchdog_names_the_line() {
    unless_passed("the_watchdog_names_the_line", || {
        let explorer = Explorer {
            watchdog: Duration::from_secs(1),
            ..Explorer::default()
        };
        let text = limit(
            &explorer,
            "fn main() {\n    println!(\"x\");\n    loop {}\n}",
        );
        assert!(
            text.starts_with("stopped: a run made no step for 1 s after line 2;"),
            "{text}"
        );
    });
}

#[test]
fn what_is_assumed_is_said() {
    unless_passed("what_is_assumed_is_said", || {
        let cases = [
            (
                "store_buffering",
                "Orderings weaker than SeqCst (lines 10, 11, 13, 14)",
            ),
            ("lost_wake_up", "A Condvar may wake any of those who wait"),
            ("parked", "`park` may return for no reason"),
            (
                "weak_exchange",
                "`compare_exchange_weak` may fail for no reason",
            ),
            ("patience", "A time-out may strike at any moment"),
            (
                "reader_behind_writer",
                "A reader may have to wait behind a writer",
            ),
            ("clock", "Sleeping orders nothing"),
        ];
        let programs: Vec<_> = cases.iter().map(|c| program(c.0)).collect();
        for ((name, text), answer) in cases.iter().zip(all(&Explorer::default(), &programs)) {
            let all = answer.unwrap().assumptions;
            assert!(all.iter().any(|a| a.starts_with(text)), "{name}: {all:?}");
        }
    });
}

#[test]
fn a_loop_that_counts_for_long_makes_the_answer_partial() {
    unless_passed(
        "a_loop_that_counts_for_long_makes_the_answer_partial",
        || {
            let source = "use std::sync::atomic::{AtomicBool, Ordering::SeqCst};\n\
                  static GO: AtomicBool = AtomicBool::new(false);\n\
                  fn main() {\n    std::thread::spawn(|| GO.store(true, SeqCst));\n    \
                  let mut turns = 0u32;\n    \
                  while !GO.load(SeqCst) {\n        turns += 1;\n    }\n    \
                  println!(\"{}\", turns > 1000);\n}";
            let answer = Explorer::default()
                .explore(&inline("counts", source))
                .unwrap();
            assert!(!answer.complete);
            let limit = answer.limit.unwrap();
            assert!(limit.contains("counts its turns (line 6)"), "{limit}");
            // What was found is true; nothing is made up.
            assert_eq!(answer.endings.len(), 1, "{:?}", answer.endings);
        },
    );
}

#[test]
fn what_ends_is_found_beside_what_goes_on_for_ever() {
    unless_passed("what_ends_is_found_beside_what_goes_on_for_ever", || {
        let source = "use std::sync::mpsc;\nfn main() {\n    let (tx, rx) = mpsc::channel();\n    \
                  let eater = std::thread::spawn(move || {\n        rx.recv().unwrap();\n    });\n    \
                  while tx.send(1).is_ok() {}\n    eater.join().unwrap();\n    \
                  println!(\"full\");\n}";
        let explorer = Explorer {
            max_steps: 2000,
            ..Explorer::default()
        };
        let answer = explorer.explore(&inline("goes-on", source)).unwrap();
        let limit = answer.limit.unwrap();
        assert!(limit.contains("after line 7:"), "{limit}");
        assert_eq!(answer.endings.len(), 1);
        assert_eq!(answer.endings[0].stdout, "full\n");
    });
}

#[test]
fn each_beginning_is_a_program_of_its_own() {
    unless_passed("each_beginning_is_a_program_of_its_own", || {
        let program = inline(
            "beginnings",
            "use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};\n\
         static COUNT: AtomicUsize = AtomicUsize::new(0);\n\
         fn add() { let old = COUNT.load(SeqCst); COUNT.store(old + 1, SeqCst); }\n\
         fn alone() { add(); print!(\"{}\", COUNT.load(SeqCst)) }\n\
         fn two() {\n    \
         std::thread::scope(|s| { s.spawn(add); s.spawn(add); });\n    \
         print!(\"{}\", COUNT.load(SeqCst))\n}\n",
        );
        let found = Explorer::default().explore_beginnings(&program, &["two", "alone"]);
        let printed: Vec<Vec<&str>> = found
            .iter()
            .map(|it| {
                let endings = it.as_ref().unwrap().endings.iter();
                endings.map(|it| it.stdout.as_str()).collect()
            })
            .collect();
        assert_eq!(printed, [vec!["1", "2"], vec!["1"]]);
        let refused = inline("refused", "fn a() {}\nfn b() { std::fs::read(\"x\"); }\n");
        for answer in Explorer::default().explore_beginnings(&refused, &["a", "b"]) {
            assert_eq!(answer.unwrap_err().line, Some(2));
        }
    });
}
