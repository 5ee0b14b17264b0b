//! What must hold for the count, in every schedule.

use count_apart::count_errors;
use support::every_schedule;

const STUCK: &str = "nobody gets on: all threads wait";

every_schedule! {
    fn every_error_is_counted() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            let logs = [vec!["ERROR disk", "GET /", "ERROR disk"], vec!["GET /?q=ERROR"], vec!["ERROR net"]];
            let errors = AtomicUsize::new(0);
            count_errors(&logs, |more| {
                errors.fetch_add(more, SeqCst);
            });
            errors.into_inner().to_string()
        },
        wrong: |errors| match errors {
            "3" => None,
            _ => Some(format!("the total is wrong: the logs have 3 errors, and the counter says {errors} (an error is a line that begins with ERROR)")),
        },
        stuck: STUCK,
    }

    fn no_logs_are_no_errors() {
        scenario: {
            let none: [Vec<&str>; 0] = [];
            count_errors(&none, |more| assert_eq!(more, 0, "no logs have {more} errors"));
            String::new()
        },
        wrong: |_| None,
        stuck: STUCK,
    }

    fn a_thread_adds_once() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            let logs = [vec!["ERROR disk", "GET /", "ERROR disk"], vec!["ERROR net", "ERROR net"]];
            let touched = AtomicUsize::new(0);
            count_errors(&logs, |_| {
                touched.fetch_add(1, SeqCst);
            });
            touched.into_inner().to_string()
        },
        wrong: |touched| match touched {
            "1" | "2" => None,
            "0" => Some("nobody has called `add`".into()),
            _ => Some(format!("two threads have touched the shared counter {touched} times; once each is enough")),
        },
        stuck: STUCK,
    }

    fn two_logs_are_counted_at_the_same_time() {
        scenario: {
            use std::collections::BTreeSet;
            use std::sync::{Condvar, Mutex};
            /// A line whose reading waits until lines of both logs are being read.
            struct Line<'a>(u32, &'a Mutex<BTreeSet<u32>>, &'a Condvar);
            impl AsRef<str> for Line<'_> {
                fn as_ref(&self) -> &str {
                    let mut reading = self.1.lock().unwrap();
                    reading.insert(self.0);
                    self.2.notify_all();
                    while reading.len() < 2 {
                        reading = self.2.wait(reading).unwrap();
                    }
                    "ERROR"
                }
            }
            let (reading, both) = (Mutex::new(BTreeSet::new()), Condvar::new());
            let logs = [vec![Line(1, &reading, &both)], vec![Line(2, &reading, &both)]];
            count_errors(&logs, |_| ());
            String::new()
        },
        wrong: |_| None,
        stuck: "nobody gets on: each log waits until another thread begins with the other log, \
            and nobody does; the logs are counted in turn, not at the same time",
    }

    fn logs_with_an_error_each() {
        scenario: {
            count_errors(&[vec!["ERROR"], vec!["ERROR"]], |_| ());
            String::new()
        },
        wrong: |_| None,
        stuck: STUCK,
    }

    fn logs_with_three_errors_each() {
        scenario: {
            count_errors(&[vec!["ERROR"; 3], vec!["ERROR"; 3]], |_| ());
            String::new()
        },
        wrong: |_| None,
        stuck: STUCK,
    }
}

/// The counter of the test is not the only thing that threads can share.
#[test]
fn longer_logs_are_no_more_sharing() {
    let steps = |name| EXPLORED.shared_steps(name);
    let (Some(one), Some(three)) = (
        steps("logs_with_an_error_each"),
        steps("logs_with_three_errors_each"),
    ) else {
        println!("This is seen only where every schedule can be tried.");
        return;
    };
    assert!(
        three <= one,
        "while they count, the threads touch something that they share: your code does so {one} \
         times where each log has one error, and {three} times where each has three"
    );
}
