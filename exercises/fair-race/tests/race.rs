//! What must hold for a race. The clock is made up, and goes on only while a
//! contender runs, so nothing here depends on the machine.

use fair_race::Verdict::{First, Second, TooCloseToCall};
use fair_race::{Outcome, race};
use std::cell::Cell;

const ROUNDS: usize = 11;

/// A race between contenders whose calls take what these say, from the number
/// of the call. Times repeat after `ROUNDS` calls, so that it does not matter
/// how many of them warm up.
fn run(rounds: usize, first: impl Fn(usize) -> u64, second: impl Fn(usize) -> u64) -> Outcome {
    let now = Cell::new(1_000_000);
    let (mut firsts, mut seconds) = (0, 0);
    race(
        || {
            now.set(now.get() + first(firsts));
            firsts += 1;
        },
        || {
            now.set(now.get() + second(seconds));
            seconds += 1;
        },
        || now.get(),
        rounds,
    )
}

/// The same, from a list of times.
fn run_lists(first: [u64; ROUNDS], second: [u64; ROUNDS]) -> Outcome {
    run(ROUNDS, |n| first[n % ROUNDS], |n| second[n % ROUNDS])
}

const UNSTEADY: [u64; ROUNDS] = [40, 10, 500, 70, 20, 90, 30, 100, 60, 80, 50];

#[test]
fn a_cold_run_does_not_count() {
    let cold = |warm: u64| move |call| if call == 0 { 100 * warm } else { warm };
    let found = run(1, cold(10), cold(20));
    for (name, warm, found) in [("first", 10, found.first), ("second", 20, found.second)] {
        let once = 100 * warm;
        assert_eq!(
            found, warm,
            "a cold run is counted: the {name} contender takes {once} ns once and {warm} ns ever \
             after, and you say {found}"
        );
    }
}

#[test]
fn both_suffer_where_the_machine_changes_its_speed() {
    let (calls, now) = (Cell::new(0), Cell::new(0));
    let outcome = |cost: &dyn Fn(u64) -> u64| {
        calls.set(0);
        let work = || {
            now.set(now.get() + cost(calls.get()));
            calls.set(calls.get() + 1);
        };
        race(work, work, || now.get(), ROUNDS)
    };
    let slower = outcome(&|calls| 1_000_000 + 10 * calls);
    assert_eq!(
        slower.verdict, TooCloseToCall,
        "both contenders do the same, the machine slows down during the race, and whoever runs \
         later loses: {slower:?}"
    );
    let faster = outcome(&|calls| 1_000_000 - 10 * calls);
    assert_eq!(
        faster.verdict, TooCloseToCall,
        "both contenders do the same, the machine speeds up during the race, and whoever runs \
         later wins: {faster:?}"
    );
    let busy = outcome(&|calls| if (7..18).contains(&calls) { 2000 } else { 1000 } + calls);
    assert_eq!(
        busy.verdict, TooCloseToCall,
        "both contenders do the same, the machine is slow in the middle of the race, and whoever \
         runs then loses: {busy:?}"
    );
}

#[test]
fn an_interrupted_run_decides_nothing() {
    let mut interrupted = [10; ROUNDS];
    interrupted[4] = 90_000;
    let found = run_lists(interrupted, [20; ROUNDS]);
    let right = Outcome {
        first: 10,
        second: 20,
        verdict: First,
    };
    assert_eq!(
        found, right,
        "one run was interrupted and took 90000 ns, the ten others took 10 ns, and the second \
         contender always takes 20 ns"
    );
}

#[test]
fn a_typical_time_is_the_median() {
    let found = run_lists(UNSTEADY, [1000; ROUNDS]);
    assert_eq!(
        found.first, 60,
        "not the median: of 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 and 500, in any order, it \
         is 60"
    );
}

#[test]
fn it_is_too_close_to_call_where_the_middle_halves_overlap() {
    let later = UNSTEADY.map(|time| time + 15);
    let latest = UNSTEADY.map(|time| time + 50);
    for (found, medians) in [
        (run_lists(UNSTEADY, later), "60 and 75"),
        (run_lists(later, UNSTEADY), "75 and 60"),
        // Middle halves from 30 to 90, and from 80 to 140.
        (run_lists(UNSTEADY, latest), "60 and 110"),
        (run_lists(latest, UNSTEADY), "110 and 60"),
        (run_lists([10; ROUNDS], [10; ROUNDS]), "10 and 10"),
    ] {
        assert_eq!(
            found.verdict, TooCloseToCall,
            "a race with the medians {medians} is too close to call: the middle halves overlap"
        );
    }
}

#[test]
fn middle_halves_that_are_apart_are_enough() {
    let later = UNSTEADY.map(|time| time + 65);
    for (found, right) in [
        (run_lists(UNSTEADY, later), First),
        (run_lists(later, UNSTEADY), Second),
    ] {
        assert_eq!(
            found.verdict, right,
            "of eleven times, sorted, the middle half is from the third to the ninth: here from 30 \
             to 90 and from 95 to 155, which do not overlap"
        );
    }
}

#[test]
fn steady_contenders_may_differ_by_little() {
    for (first, second, right) in [(1000, 1010, First), (1010, 1000, Second)] {
        let found = run_lists([first; ROUNDS], [second; ROUNDS]).verdict;
        assert_eq!(
            found, right,
            "a small difference between steady contenders is a difference: one always takes \
             1000 ns, the other always 1010 ns"
        );
    }
}

#[test]
fn the_extremes_do_not_count() {
    let (mut fast, mut slow) = ([10; ROUNDS], [50; ROUNDS]);
    (fast[3], slow[7]) = (500, 5);
    for (found, right) in [
        (run_lists(fast, slow), First),
        (run_lists(slow, fast), Second),
    ] {
        assert_eq!(
            found.verdict, right,
            "the extremes decide: ten runs of 10 ns and one of 500 ns are faster than ten \
             of 50 ns and one of 5 ns"
        );
    }
}
