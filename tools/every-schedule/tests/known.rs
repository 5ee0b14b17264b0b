//! Programs whose endings are known, and whose numbers of schedules can be
//! worked out by hand where they are given.
#![cfg(target_os = "linux")]

mod common;

use common::{all, program, short, unless_passed};
use every_schedule::{Explorer, Kind, Program, Refusal, Schedules, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

struct Case {
    name: &'static str,
    schedules: Option<u128>,
    endings: &'static [&'static str],
}

const fn case(
    name: &'static str,
    schedules: Option<u128>,
    endings: &'static [&'static str],
) -> Case {
    Case {
        name,
        schedules,
        endings,
    }
}

const CASES: &[Case] = &[
    // The wait may also end for no reason, with the door still closed.
    case(
        "lost_wake_up",
        None,
        &["exit 0 open: true", "exit 0 open: false", "deadlock"],
    ),
    case("philosophers_2", Some(4), &["exit 0 all ate", "deadlock"]),
    case("philosophers_3", None, &["exit 0 all ate", "deadlock"]),
    case("philosophers_4", None, &["exit 0 all ate", "deadlock"]),
    case("philosophers_5", None, &["exit 0 all ate", "deadlock"]),
    case(
        "opposite_order",
        Some(4),
        &["exit 0 11 21", "exit 0 12 11", "deadlock"],
    ),
    case(
        "reader_behind_writer",
        None,
        &["exit 0 1 1", "exit 0 2 2", "deadlock"],
    ),
    case("double_checked", None, &["exit 0 done 1 time(s)"]),
    case(
        "checked_once",
        None,
        &["exit 0 done 1 time(s)", "exit 0 done 2 time(s)"],
    ),
    case("peterson", None, &["exit 0 2"]),
    case("dekker", None, &["exit 0 2"]),
    case("spin_lock", None, &["exit 0 2"]),
    // 4!/(2! 2!) orders of two steps of each of two threads.
    case(
        "store_buffering",
        Some(6),
        &["exit 0 0 1", "exit 0 1 0", "exit 0 1 1"],
    ),
    case("lost_update", Some(6), &["exit 0 1", "exit 0 2"]),
    case("bounded_buffer", None, &["exit 0 1/2"]),
    case("two_waiters", None, &["exit 0 a/b", "exit 0 b/a"]),
    case("barrier_again", None, &["exit 0 4 2"]),
    case(
        "poisoned",
        Some(2),
        &["exit 0 in time: 1/true", "exit 0 poisoned: 2/true"],
    ),
    case("main_panics", Some(2), &["panic 101", "panic 101 working"]),
    case("senders_hang_up", Some(1), &["exit 0 got 7/no more"]),
    case("forgotten_drop", Some(1), &["deadlock got 1"]),
    case(
        "three_senders",
        Some(6),
        &[
            "exit 0 abc",
            "exit 0 acb",
            "exit 0 bac",
            "exit 0 bca",
            "exit 0 cab",
            "exit 0 cba",
        ],
    ),
    case("ten_threads", Some(3_628_800), &["exit 0 10"]),
    case(
        "scope_writes_back",
        None,
        &["exit 0 0/a", "exit 0 a/0", "exit 0 1/a", "exit 0 a/1"],
    ),
    case("check_then_act", Some(6), &["exit 0 0", "exit 0 -1"]),
    case(
        "detached",
        Some(3),
        &["exit 0 bye", "exit 0 bye/here", "exit 0 here/bye"],
    ),
    case("parked", Some(3), &["exit 0 woken"]),
    case("parked_for_ever", None, &["exit 0 woken twice", "deadlock"]),
    case(
        "once_cells",
        None,
        &["exit 0 once/made/6 6", "exit 0 once/made/7 7"],
    ),
    case(
        "try_lock",
        Some(3),
        &["exit 0 free: 1", "exit 0 free: 2", "exit 0 taken"],
    ),
    case(
        "rendezvous",
        Some(2),
        &["exit 0 got 1/sent", "exit 0 sent/got 1"],
    ),
    case("receiver_gone", Some(2), &["exit 0 true", "exit 0 false"]),
    case(
        "patience",
        None,
        &["exit 0 got 3", "exit 0 timed out waiting on channel"],
    ),
    case("own_copies", Some(1), &["exit 0 3 2"]),
    case("last_words", Some(1), &["exit 0 written/closed/joined"]),
    case("printing", Some(2), &["exit 0 ab/c/f", "exit 0 c/ab/f"]),
    case("clock", Some(1), &["exit 0 300ms"]),
    case("waits_for_ever", None, &["livelock waiting"]),
    case("counts_its_looks", Some(1), &["exit 0 50"]),
    case("after_you", None, &["exit 0 0/1", "exit 0 1/0", "livelock"]),
    case(
        "forks_put_back",
        None,
        &["exit 0 all have eaten", "livelock"],
    ),
    case(
        "gives_up",
        None,
        &[
            "exit 0 works/true",
            "exit 0 true/works",
            "exit 0 works/false",
            "exit 0 false/works",
        ],
    ),
    case(
        "adds_up",
        None,
        &[
            "exit 0 30",
            "exit 0 31",
            "exit 0 32",
            "exit 0 33",
            "exit 0 34",
            "exit 0 35",
            "exit 0 36",
            "exit 0 37",
            "exit 0 38",
            "exit 0 39",
            "exit 0 40",
            "exit 0 41",
            "exit 0 42",
            "exit 0 43",
            "exit 0 44",
            "exit 0 45",
            "exit 0 46",
            "exit 0 47",
            "exit 0 48",
            "exit 0 49",
            "exit 0 50",
            "exit 0 51",
            "exit 0 52",
            "exit 0 53",
            "exit 0 54",
            "exit 0 55",
            "exit 0 56",
            "exit 0 57",
            "exit 0 58",
            "exit 0 59",
            "exit 0 60",
        ],
    ),
    case(
        "asks_again",
        None,
        &["exit 0 [42] 0", "exit 0 [42] 1", "exit 0 [42] 2"],
    ),
    case(
        "who_came_first",
        None,
        &[
            "exit 0 red 1 0",
            "exit 0 red 1 1",
            "exit 0 red 2 0",
            "exit 0 red 2 1",
            "exit 0 green 2 0",
            "exit 0 green 2 1",
            "exit 0 green 1 0",
            "exit 0 green 1 1",
        ],
    ),
    case(
        "counts_in_a_static",
        None,
        &["exit 0 the flag", "exit 0 none"],
    ),
    case(
        "counts_in_a_loan",
        None,
        &[
            "exit 0 (true, true)",
            "exit 0 (true, false)",
            "exit 0 (false, true)",
            "exit 0 (false, false)",
        ],
    ),
    case("back_and_forth", None, &["livelock"]),
    case("flickers_alone", None, &["exit 0 done"]),
    case("never_done", None, &["livelock waiting"]),
    case("exit_code", Some(2), &["exit 0", "exit 3"]),
    case(
        "formatting_locks",
        None,
        &["exit 0 value 0/worker", "exit 0 worker/value 1", "deadlock"],
    ),
    case("nested_print", None, &["exit 0 x inner/1"]),
    case("half_a_line", None, &["panic 101 x is"]),
    case(
        "late_notify",
        None,
        &[
            "exit 0 true true",
            "exit 0 true false",
            "exit 0 false true",
            "exit 0 false false",
        ],
    ),
    case(
        "in_time",
        None,
        &[
            "exit 0 sent/Ok(1)",
            "exit 0 Ok(1)/sent",
            "exit 0 full/Err(Timeout)",
            "exit 0 Err(Timeout)/full",
            "exit 0 full/Err(Disconnected)",
            "exit 0 Err(Disconnected)/full",
        ],
    ),
    case("try_read", None, &["exit 0 ok", "exit 0 busy"]),
    case(
        "scope_leaves_early",
        None,
        &["exit 0 tls/after", "exit 0 after/tls", "exit 0 after"],
    ),
    case("until_later", None, &["exit 0 done"]),
    case("weak_exchange", None, &["exit 0 ok", "exit 0 spurious"]),
    case("panics_first", None, &["panic 101"]),
    case("part_of_a_line", None, &["exit 0", "exit 0 part line"]),
    case("woken_in_time", None, &["exit 0 true", "exit 0 false"]),
    case("waits_for_once", None, &["exit 0 7"]),
    case("counts_at_the_end", None, &["exit 0 2"]),
    case("updates", None, &["exit 0 2"]),
    case("shared_guard", None, &["exit 0 5/5"]),
    case(
        "lazy_shown",
        None,
        &[
            "exit 0 LazyLock(<uninit>)/LazyLock(5)/OnceLock(<uninit>)/OnceLock(1)/true/Once { .. } Condvar { .. } Barrier { .. }",
        ],
    ),
];

fn check(case: &Case, answer: &Schedules) {
    let name = case.name;
    assert!(answer.complete, "{name}: {:?}", answer.limit);
    let expected: BTreeSet<String> = case.endings.iter().map(ToString::to_string).collect();
    assert_eq!(short(answer), expected, "{name}");
    if let Some(schedules) = case.schedules {
        assert_eq!(answer.schedules, Some(schedules), "{name}");
    }
    let sum: Option<u128> = answer.endings.iter().map(|e| e.schedules).sum();
    assert_eq!(answer.schedules, sum, "{name}");
    for ending in &answer.endings {
        assert!(ending.steps.len() < 200, "{name}: not a short example");
    }
}

/// Explored a second time, for the same bytes.
const AGAIN: [&str; 4] = [
    "philosophers_3",
    "readers_and_writer",
    "poisoned",
    "two_waiters",
];

/// Explored by the slow search as well.
const SLOWLY: [&str; 22] = [
    "opposite_order",
    "lost_wake_up",
    "try_lock",
    "patience",
    "rendezvous",
    "receiver_gone",
    "detached",
    "main_panics",
    "poisoned",
    "parked_for_ever",
    "formatting_locks",
    "late_notify",
    "in_time",
    "try_read",
    "scope_leaves_early",
    "weak_exchange",
    "woken_in_time",
    "check_then_act",
    "senders_hang_up",
    "exit_code",
    "reader_behind_writer",
    "store_buffering",
];

type Answers = BTreeMap<&'static str, Result<Schedules, Refusal>>;

/// What is explored again is built in a go of its own: cargo builds the same
/// program anew in the company of others, and that takes longer than to explore.
static OF_AGAIN: LazyLock<Answers> = LazyLock::new(|| explored(&AGAIN));
static OF_SLOWLY: LazyLock<Answers> = LazyLock::new(|| explored(&SLOWLY));
static OF_OTHERS: LazyLock<Answers> = LazyLock::new(|| {
    let mut names: Vec<&str> = CASES.iter().map(|it| it.name).collect();
    names.retain(|it| !AGAIN.contains(it) && !SLOWLY.contains(it));
    explored(&names)
});

fn programs(names: &[&str]) -> Vec<Program> {
    names.iter().map(|name| program(name)).collect()
}

fn explored(names: &[&'static str]) -> Answers {
    let answers = all(&Explorer::default(), &programs(names));
    names.iter().copied().zip(answers).collect()
}

/// What the usual search finds for a program.
fn answer(name: &str) -> &'static Schedules {
    let answers = if AGAIN.contains(&name) {
        &OF_AGAIN
    } else if SLOWLY.contains(&name) {
        &OF_SLOWLY
    } else {
        &OF_OTHERS
    };
    match &answers[name] {
        Ok(answer) => answer,
        Err(refusal) => panic!("{name}: {refusal}"),
    }
}

#[test]
fn every_known_answer() {
    unless_passed("every_known_answer", || {
        for case in CASES {
            check(case, answer(case.name));
        }
    });
}

#[test]
fn three_readers_and_a_writer_print_in_24_orders() {
    unless_passed("three_readers_and_a_writer_print_in_24_orders", || {
        let answer = answer("readers_and_writer");
        assert!(answer.complete);
        assert_eq!(answer.endings.len(), 24);
        assert!(answer.endings.iter().all(|e| e.kind == Kind::Exit));
    });
}

#[test]
fn a_deadlock_shows_who_waits_for_whom() {
    unless_passed("a_deadlock_shows_who_waits_for_whom", || {
        let answer = answer("opposite_order");
        let deadlock = answer.endings.last().unwrap();
        assert_eq!(deadlock.kind, Kind::Deadlock);
        let waits: Vec<_> = deadlock
            .steps
            .iter()
            .filter_map(|s| {
                s.waits_for
                    .as_ref()
                    .map(|w| (s.thread, w.object.as_str(), &w.held_by[..]))
            })
            .collect();
        assert!(waits.contains(&(0, "RIGHT", &[1])), "{waits:?}");
        assert!(waits.contains(&(1, "LEFT", &[0])), "{waits:?}");
    });
}

#[test]
fn a_panic_and_an_abandoned_thread_are_told() {
    unless_passed("a_panic_and_an_abandoned_thread_are_told", || {
        let poisoned = answer("poisoned");
        let message = "thread 'clerk' panicked at main.rs:13:13:\nno more ink\n";
        assert!(poisoned.endings.iter().all(|e| e.stderr == message));
        let detached = answer("detached");
        assert_eq!(detached.endings[0].stdout, "bye\n");
        assert_eq!(detached.endings[0].abandoned, ["late"]);
    });
}

#[test]
fn the_same_program_gives_the_same_bytes() {
    unless_passed("the_same_program_gives_the_same_bytes", || {
        let text = |name: &str, answers: &Answers| answers[name].as_ref().unwrap().to_json_text();
        let second = explored(&AGAIN);
        for name in AGAIN {
            let first = text(name, &OF_AGAIN);
            assert!(first.contains("\"version\": 1"), "{name}");
            assert_eq!(first, text(name, &second), "{name}");
        }
    });
}

#[test]
fn merging_and_skipping_lose_no_ending() {
    unless_passed("merging_and_skipping_lose_no_ending", || {
        // The slow search makes every step a choice and merges nothing.
        let slow = Explorer {
            merge: false,
            every_step: true,
            max_states: 2_000_000,
            ..Explorer::default()
        };
        let slow = all(&slow, &programs(&SLOWLY));
        for (name, slow) in SLOWLY.iter().zip(slow) {
            let (fast, slow) = (OF_SLOWLY[name].as_ref().unwrap(), slow.unwrap());
            assert!(slow.complete, "{name}: {:?}", slow.limit);
            assert_eq!(short(fast), short(&slow), "{name}");
        }
    });
}

#[test]
fn the_graph_leads_to_every_ending() {
    unless_passed("the_graph_leads_to_every_ending", || {
        use every_schedule::Node;
        let answer = answer("philosophers_3");
        let graph = answer.graph.as_ref().unwrap();
        let mut reached = BTreeSet::new();
        let mut todo = vec![graph.start];
        let mut seen = BTreeSet::new();
        while let Some(node) = todo.pop() {
            if !seen.insert(node) {
                continue;
            }
            match &graph.nodes[node] {
                Node::Ending(n) => {
                    reached.insert(*n);
                }
                Node::Choice(all) => {
                    assert!(!all.is_empty());
                    todo.extend(all.iter().map(|n| n.to));
                }
            }
        }
        assert_eq!(reached.len(), answer.endings.len());
        assert_eq!(seen.len(), graph.nodes.len());
    });
}

#[test]
fn a_livelock_shows_the_round_that_repeats() {
    unless_passed("a_livelock_shows_the_round_that_repeats", || {
        let answer = answer("after_you");
        let livelock = answer.endings.last().unwrap();
        assert_eq!(livelock.kind, Kind::Livelock);
        let round = &livelock.steps[livelock.round.unwrap()..];
        // Both raise and lower their flags in it.
        for thread in 0..2 {
            for value in ["true", "false"] {
                let stores = |s: &Step| {
                    s.thread == thread && s.op == "store" && s.value.as_deref() == Some(value)
                };
                assert!(round.iter().any(stores), "{thread} {value}: {round:?}");
            }
        }
        assert_eq!(answer.schedules, None);
    });
}
