//! Counters and tables that threads share, or avoid sharing.

use super::{TOGETHER, each};
use crate::contender::{Contender, Effort};
use crossbeam_utils::CachePadded;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::Instant;

/// How many of a hundred accesses read.
const READ_SHARES: [u64; 4] = [50, 90, 99, 100];

/// The numbers of a table whose reading takes long.
const LONG: usize = 16 * 1024;

/// How often one thread accesses a single number.
const SHORT: usize = 200_000;

/// What a thread wants of what is shared.
#[derive(Debug, Clone, Copy)]
enum Access {
    Read,
    Write,
}

/// Fetches a number, or adds one to it.
fn short(access: Access, value: &mut u64) {
    match access {
        Access::Read => {
            black_box(*value);
        }
        Access::Write => *value += 1,
    }
}

/// Reads a whole table. Nobody ever sees one that is half changed.
fn sum(table: &[u64]) {
    let sum = table.iter().sum::<u64>() as usize;
    assert!(
        sum == LONG || sum == 2 * LONG,
        "a change was seen half done"
    );
}

/// Changes a whole table: its ones become twos, and its twos ones.
fn change(table: &mut [u64]) {
    table.iter_mut().for_each(|it| *it ^= 3);
}

pub fn contenders() -> Vec<Contender> {
    let mut all = vec![
        Contender::rust("alone/plain", "a plain `u64`", plain),
        Contender::rust("alone/atomic", "`AtomicU64`", |effort| {
            let counter = AtomicU64::new(0);
            let sample = alone(effort, || {
                counter.fetch_add(1, Ordering::Relaxed);
            });
            check_alone(counter.into_inner(), effort);
            sample
        }),
        Contender::rust("alone/mutex", "`Mutex`", |effort| {
            let counter = Mutex::new(0_u64);
            let sample = alone(effort, || *counter.lock().expect("no panic") += 1);
            check_alone(counter.into_inner().expect("no panic"), effort);
            sample
        }),
        Contender::rust("alone/rwlock-read", "`RwLock`, read", |effort| {
            let counter = RwLock::new(1_u64);
            let mut sum = 0;
            let sample = alone(effort, || {
                sum += black_box(*counter.read().expect("no panic"))
            });
            check_alone(sum, effort);
            sample
        }),
        Contender::rust("alone/rwlock-write", "`RwLock`, write", |effort| {
            let counter = RwLock::new(0_u64);
            let sample = alone(effort, || *counter.write().expect("no panic") += 1);
            check_alone(counter.into_inner().expect("no panic"), effort);
            sample
        }),
        Contender::node("alone/number", "a number in an object", "alone", 0),
        Contender::node("alone/atomics", "`Atomics.add`", "aloneAtomics", 0),
        Contender::rust("contended/mutex", "one `Mutex`", |effort| {
            let counter = Mutex::new(0_u64);
            let sample = together(effort, |_| *counter.lock().expect("no panic") += 1);
            check(*counter.lock().expect("no panic"), effort);
            sample
        }),
        Contender::rust("contended/atomic", "one `AtomicU64`", |effort| {
            let counter = AtomicU64::new(0);
            let sample = together(effort, |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            });
            check(counter.into_inner(), effort);
            sample
        }),
        Contender::rust(
            "contended/false-sharing",
            "an `AtomicU64` each, neighbors",
            |effort| {
                // Aligned, so that both surely lie in the same cache line.
                let counters = CachePadded::new([const { AtomicU64::new(0) }; TOGETHER]);
                let sample = together(effort, |thread| {
                    counters[thread].fetch_add(1, Ordering::Relaxed);
                });
                check(
                    counters.iter().map(|it| it.load(Ordering::Relaxed)).sum(),
                    effort,
                );
                sample
            },
        ),
        Contender::rust(
            "contended/padded",
            "an `AtomicU64` each, padded",
            |effort| {
                let counters = [const { CachePadded::new(AtomicU64::new(0)) }; TOGETHER];
                let sample = together(effort, |thread| {
                    counters[thread].fetch_add(1, Ordering::Relaxed);
                });
                check(
                    counters.iter().map(|it| it.load(Ordering::Relaxed)).sum(),
                    effort,
                );
                sample
            },
        ),
        Contender::rust("contended/local", "a local `u64` each, added once", local),
        Contender::node("contended/atomics", "one `Atomics` counter", "contended", 0),
        Contender::node(
            "contended/atomics-padded",
            "an `Atomics` counter each, padded",
            "contended",
            1,
        ),
    ];
    for share in READ_SHARES {
        let name = |name: &str| format!("read-share/{name}/{share}");
        all.push(Contender::rust(
            name("mutex-short"),
            "`Mutex`",
            move |effort| {
                let value = Mutex::new(0);
                mixed(effort.times(SHORT), share, |access| {
                    short(access, &mut value.lock().expect("no panic"));
                })
            },
        ));
        all.push(Contender::rust(
            name("rwlock-short"),
            "`RwLock`",
            move |effort| {
                let value = RwLock::new(0);
                mixed(effort.times(SHORT), share, |access| match access {
                    Access::Read => short(access, &mut { *value.read().expect("no panic") }),
                    Access::Write => short(access, &mut value.write().expect("no panic")),
                })
            },
        ));
        all.push(Contender::rust(
            name("mutex-long"),
            "`Mutex`",
            move |effort| {
                let table = Mutex::new(vec![1; LONG]);
                mixed(effort.times(1_000), share, |access| {
                    let mut table = table.lock().expect("no panic");
                    match access {
                        Access::Read => sum(&table),
                        Access::Write => change(&mut table),
                    }
                })
            },
        ));
        all.push(Contender::rust(
            name("rwlock-long"),
            "`RwLock`",
            move |effort| {
                let table = RwLock::new(vec![1; LONG]);
                mixed(effort.times(1_000), share, |access| match access {
                    Access::Read => sum(&table.read().expect("no panic")),
                    Access::Write => change(&mut table.write().expect("no panic")),
                })
            },
        ));
    }
    all
}

/// How often one thread counts in a sample.
const COUNTS: usize = 1_000_000;

fn alone(effort: Effort, mut count: impl FnMut()) -> f64 {
    let times = effort.times(COUNTS);
    each(times, || {
        for _ in 0..times {
            count();
        }
    })
}

fn plain(effort: Effort) -> f64 {
    let mut counter = 0_u64;
    let sample = alone(effort, || *black_box(&mut counter) += 1);
    check_alone(counter, effort);
    sample
}

/// The nanoseconds for each step, when every thread takes `times` of them and
/// all start at once: from the first step of any to the last of all. `work`
/// gets the number of its thread.
fn at_once(times: usize, work: impl Fn(usize) + Sync) -> f64 {
    let there = AtomicUsize::new(0);
    let (start, end) = thread::scope(|scope| {
        let handles: Vec<_> = (0..TOGETHER)
            .map(|index| {
                let (there, work) = (&there, &work);
                scope.spawn(move || {
                    // Not a Barrier: waking up takes longer than some of these.
                    there.fetch_add(1, Ordering::SeqCst);
                    while there.load(Ordering::SeqCst) < TOGETHER {
                        thread::yield_now();
                    }
                    let start = Instant::now();
                    work(index);
                    (start, Instant::now())
                })
            })
            .collect();
        let times = handles.into_iter().map(|it| it.join().expect("it returns"));
        times
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .expect("there are threads")
    });
    (end - start).as_nanos() as f64 / (times * TOGETHER) as f64
}

fn together(effort: Effort, count: impl Fn(usize) + Sync) -> f64 {
    let times = effort.times(COUNTS);
    at_once(times, |thread| {
        for _ in 0..times {
            count(thread);
        }
    })
}

fn check_alone(counted: u64, effort: Effort) {
    assert_eq!(counted, effort.times(COUNTS) as u64, "a count was lost");
}

fn check(counted: u64, effort: Effort) {
    let all = (effort.times(COUNTS) * TOGETHER) as u64;
    assert_eq!(counted, all, "a count was lost");
}

fn local(effort: Effort) -> f64 {
    let times = effort.times(COUNTS);
    let total = AtomicU64::new(0);
    let sample = at_once(times, |_| {
        let mut mine = 0;
        for _ in 0..times {
            *black_box(&mut mine) += 1;
        }
        total.fetch_add(mine, Ordering::Relaxed);
    });
    check(total.into_inner(), effort);
    sample
}

/// Accesses of which `share` of a hundred read, in an order that looks like
/// chance and is the same in every run.
fn mixed(times: usize, share: u64, access: impl Fn(Access) + Sync) -> f64 {
    at_once(times, |thread| {
        let mut state = 0x9E37_79B9_7F4A_7C15 ^ (thread as u64 + 1);
        for _ in 0..times {
            // Marsaglia's xorshift, <https://www.jstatsoft.org/v08/i14/>.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            access(if state % 100 < share {
                Access::Read
            } else {
                Access::Write
            });
        }
    })
}
