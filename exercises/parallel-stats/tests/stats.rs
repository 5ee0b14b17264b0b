//! What must hold for the statistics. Where rayon divides its input is not
//! ours to say, so the tests ask for what makes every division right: an
//! associative `merge` with an identity.

use parallel_stats::{Stats, stats};
use rayon::ThreadPoolBuilder;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
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

#[test]
fn two_requests_are_looked_at_at_the_same_time() {
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let seen = (Mutex::new(BTreeSet::new()), Condvar::new());
    let in_turn = AtomicBool::new(false);
    pool.install(|| {
        stats(&vec![1; 10_000], |millis| {
            let mut threads = seen.0.lock().unwrap();
            if threads.insert(rayon::current_thread_index()) {
                seen.1.notify_all();
                // The first thread waits for a second one, which comes at once or never.
                let alone = |threads: &mut BTreeSet<_>| threads.len() < 2;
                let (guard, waited) = seen.1.wait_timeout_while(threads, LIMIT, alone).unwrap();
                drop(guard);
                if waited.timed_out() {
                    in_turn.store(true, Ordering::Relaxed);
                }
            }
            *millis
        })
    });
    assert!(
        !in_turn.into_inner(),
        "requests are looked at in turn: of rayon's two threads, only one at a time does"
    );
}

/// What is added up behind a lock has to be looked at and changed under one guard.
#[test]
fn nothing_is_lost_where_many_are_merged() {
    let requests = vec![1; 100_000];
    for _ in 0..10 {
        let found = stats(&requests, |millis| *millis);
        let right = (100_000, 100_000);
        assert_eq!(
            (found.count, found.total),
            right,
            "of a hundred thousand requests of 1 ms some are lost, not always the same ones"
        );
    }
}
