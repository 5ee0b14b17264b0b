//! What must hold for the visits, in every schedule.

use lost_visit::Visits;
use support::every_schedule;

const STUCK: &str = "nobody gets on: all threads wait";

every_schedule! {
    fn no_visit_is_lost() {
        scenario: {
            let visits = Visits::default();
            std::thread::scope(|scope| {
                scope.spawn(|| visits.count());
                visits.count();
            });
            visits.total().to_string()
        },
        wrong: |total| match total {
            "2" => None,
            _ => Some(format!("a visit is lost: two threads counted one each, and the total is {total}")),
        },
        stuck: STUCK,
    }

    fn the_last_place_is_given_once() {
        scenario: {
            let visits = Visits::default();
            visits.count();
            let (first, second) = std::thread::scope(|scope| {
                let first = scope.spawn(|| visits.admit(2));
                let second = visits.admit(2);
                (first.join().unwrap(), second)
            });
            format!("{} {}", u32::from(first) + u32::from(second), visits.total())
        },
        wrong: |said| match said {
            "1 2" => None,
            _ => {
                let (admitted, total) = said.split_once(' ').unwrap_or((said, ""));
                Some(match admitted {
                    "2" => "two were let in where one place was left".into(),
                    "0" => "nobody was let in where one place was left".into(),
                    _ => format!("the limit is 2, one was let in and one sent away, and the total is {total}"),
                })
            }
        },
        stuck: STUCK,
    }

    fn both_get_in_where_two_places_are_left() {
        scenario: {
            let visits = Visits::default();
            let (first, second) = std::thread::scope(|scope| {
                let first = scope.spawn(|| visits.admit(2));
                let second = visits.admit(2);
                (first.join().unwrap(), second)
            });
            format!("{first} {second} {}", visits.total())
        },
        wrong: |said| match said {
            "true true 2" => None,
            "true true 1" => Some("a visit is lost: two were let in, and one was counted".into()),
            _ => Some("a visitor was sent away although a place was free".into()),
        },
        stuck: STUCK,
    }

    fn who_is_sent_away_takes_no_place() {
        scenario: {
            let visits = Visits::default();
            std::thread::scope(|scope| {
                scope.spawn(|| visits.admit(0));
                visits.total()
            }).to_string()
        },
        wrong: |total| match total {
            "0" => None,
            _ => Some(format!("the limit is 0, and for a moment {total} were counted as let in")),
        },
        stuck: STUCK,
    }
}

/// A lock would be right, and is another exercise.
#[test]
fn nobody_takes_a_lock() {
    let locks = ["lock", "want", "write"].map(|op| {
        ["no_visit_is_lost", "the_last_place_is_given_once"]
            .into_iter()
            .filter_map(|name| EXPLORED.steps_that(name, op))
            .max()
    });
    assert!(
        locks.iter().all(|count| count.unwrap_or(0) == 0),
        "this works, with a lock; in this exercise do without one: an atomic can look and change \
         in one step"
    );
}
