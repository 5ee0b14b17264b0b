//! What must hold for the limiter, in every schedule.

use rate_limiter::Limiter;
use support::every_schedule;

const STUCK: &str = "nobody gets on: a thread waits for a place, and nobody tells it that one is \
    free";

every_schedule! {
    fn no_more_than_one_where_one_is_allowed() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            let limiter = Limiter::new(1);
            let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let request = || {
                most.fetch_max(inside.fetch_add(1, SeqCst) + 1, SeqCst);
                inside.fetch_sub(1, SeqCst);
            };
            std::thread::scope(|scope| {
                scope.spawn(|| limiter.run(request));
                limiter.run(request);
            });
            most.load(SeqCst).to_string()
        },
        wrong: |most| match most {
            "1" => None,
            _ => Some(format!("one request at a time is allowed, and {most} ran at the same time")),
        },
        stuck: STUCK,
    }

    fn two_at_the_same_time_where_two_are_allowed() {
        scenario: {
            let limiter = Limiter::new(2);
            let meet = std::sync::Barrier::new(2);
            std::thread::scope(|scope| {
                scope.spawn(|| limiter.run(|| meet.wait()));
                limiter.run(|| meet.wait());
            });
            String::new()
        },
        wrong: |_| None,
        stuck: "nobody gets on: two requests at the same time are allowed, and the second one waits until the first is done",
    }

    fn a_panic_gives_the_place_back() {
        scenario: {
            let limiter = Limiter::new(1);
            let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                limiter.run(|| panic!("503"));
            }));
            assert!(failed.is_err(), "the panic of the request got lost");
            limiter.run(|| "done").to_owned()
        },
        wrong: |_| None,
        stuck: "nobody gets on: the place of a request that panicked is never given back",
    }

    fn every_place_is_told_of() {
        scenario: {
            let limiter = Limiter::new(2);
            std::thread::scope(|scope| {
                // Both places are taken here, and given back one after the other.
                limiter.run(|| {
                    limiter.run(|| {
                        for _ in 0..2 {
                            scope.spawn(|| limiter.run(|| ()));
                        }
                    });
                });
            });
            String::new()
        },
        wrong: |_| None,
        stuck: "nobody gets on: two places were given back, one after the other, and one of the two threads that waited was not told",
    }

    asleep:
    fn whoever_waits_sleeps() {
        scenario: {
            let limiter = Limiter::new(1);
            limiter.run(|| limiter.run(|| ()));
            String::new()
        },
        busy: "a thread that waits for a place burns a core: it looks again and again, instead of sleeping until it is told",
    }
}
