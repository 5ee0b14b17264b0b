//! What must hold for the statistics. Where rayon divides its input is not
//! ours to say, so the tests ask for what makes every division right: an
//! associative `merge` with an identity.

use parallel_stats::{Stats, stats};
use rayon::ThreadPoolBuilder;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// How long one thread waits for the other before it counts as alone.
const LIMIT: Duration = Duration::from_secs(10);

fn some() -> [Stats; 4] {
    [
        Stats::default(),
        Stats::of(0),
        Stats::of(30),
        Stats {
            count: 2,
            total: 12,
            fastest: Some(5),
        },
    ]
}

#[test]
fn merging_with_nothing_changes_nothing() {
    for one in some() {
        let nothing = Stats::default();
        let both = (one.merge(nothing), nothing.merge(one));
        assert_eq!(
            both,
            (one, one),
            "`Stats::default()` is no identity of `merge`: rayon may merge it in as often as it likes"
        );
    }
}

#[test]
fn merging_does_not_depend_on_the_brackets() {
    for a in some() {
        for b in some() {
            for c in some() {
                assert_eq!(
                    a.merge(b).merge(c),
                    a.merge(b.merge(c)),
                    "`merge` is not associative: the answer depends on how rayon divides the input"
                );
            }
        }
    }
}

#[test]
fn every_request_counts_once() {
    let calls = AtomicUsize::new(0);
    let requests: Vec<u64> = (0..1000).map(|n| 3 + n * 7 % 1000).collect();
    let found = stats(&requests, |millis| {
        calls.fetch_add(1, Ordering::Relaxed);
        *millis
    });
    let right = Stats {
        count: 1000,
        total: requests.iter().sum(),
        fastest: Some(3),
    };
    assert_eq!(
        found, right,
        "a thousand requests, the fastest of 3 ms, give other numbers"
    );
    let calls = calls.into_inner();
    assert_eq!(calls, 1000, "`millis` is to be called once a request");
    assert_eq!(
        stats(&requests[..0], |millis| *millis),
        Stats::default(),
        "no requests have no fastest one"
    );
}

#[test]
fn the_work_is_done_by_rayons_threads() {
    let elsewhere = AtomicUsize::new(0);
    stats(&vec![1; 10_000], |millis| {
        // This test runs on no thread of rayon's, so `iter` would stay here.
        if rayon::current_thread_index().is_none() {
            elsewhere.fetch_add(1, Ordering::Relaxed);
        }
        *millis
    });
    let elsewhere = elsewhere.into_inner();
    assert_eq!(
        elsewhere, 0,
        "requests are looked at on the calling thread, one after another, not by rayon"
    );
}

/// Which of rayon's threads have looked at a request.
#[derive(Default)]
struct Seen {
    threads: BTreeSet<Option<usize>>,
    nobody_comes: bool,
}

#[test]
fn two_requests_are_looked_at_at_the_same_time() {
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let seen = Arc::new((Mutex::new(Seen::default()), Condvar::new()));
    let in_turn = AtomicBool::new(false);
    let found = pool.install(|| {
        stats(&vec![1; 10_000], |millis| {
            let mut now = seen.0.lock().unwrap();
            if now.threads.insert(rayon::current_thread_index()) {
                seen.1.notify_all();
                if now.threads.len() == 1 {
                    // Rayon's threads take the oldest work first: the one that
                    // gets this has found none of `stats`.
                    let others = Arc::clone(&seen);
                    rayon::spawn(move || {
                        others.0.lock().unwrap().nobody_comes = true;
                        others.1.notify_all();
                    });
                    // Nobody gets it if the other thread waits for this one.
                    let alone = |now: &mut Seen| now.threads.len() < 2 && !now.nobody_comes;
                    now = seen.1.wait_timeout_while(now, LIMIT, alone).unwrap().0;
                    in_turn.store(now.threads.len() < 2, Ordering::Relaxed);
                }
            }
            drop(now);
            *millis
        })
    });
    assert!(
        !in_turn.into_inner(),
        "requests are looked at in turn: of rayon's two threads, only one at a time does"
    );
    // Whoever looks at a shared total before `millis` and changes it afterwards
    // has lost what the second thread did while the first one waited.
    assert_eq!(
        (found.count, found.total),
        (10_000, 10_000),
        "of ten thousand requests of 1 ms some are lost"
    );
}
