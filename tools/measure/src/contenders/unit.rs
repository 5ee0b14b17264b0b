//! What a thread, a job, a task, a Promise and a Worker cost.

use super::{TOKIO, each, one_thread};
use crate::contender::{Contender, Effort};
use crate::memory::{Memory, kernel_stacks};
use book_content::measurements::{Language, Unit};
use rayon::prelude::*;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;

/// How many sleep at once where memory is measured.
const ASLEEP: usize = 10_000;

/// Longer than any measurement: those who sleep are not woken.
const AN_HOUR: Duration = Duration::from_secs(3600);

pub fn contenders() -> Vec<Contender> {
    use Language::{Rust, TypeScript};
    let mut all = vec![
        Contender::rust("unit/thread", "`thread::spawn`", threads),
        Contender::rust("unit/scoped-thread", "thread of a `scope`", scoped_threads),
        Contender::rust("unit/rayon-job", "rayon job", rayon_jobs),
        Contender::rust("unit/tokio-task", "Tokio task, two workers", |effort| {
            tasks(effort, &TOKIO)
        }),
        Contender::rust(
            "unit/tokio-task-alone",
            "Tokio task, one thread",
            |effort| tasks(effort, &one_thread()),
        ),
        Contender::node("unit/promise", "`async` function", "promises", 0),
        Contender::node("unit/worker", "`new Worker`", "workers", 0),
    ];
    if Memory::is_known() {
        let memory = [
            ("thread", "thread, in use", Rust, "threads-asleep"),
            (
                "thread-kernel",
                "thread, in the kernel",
                Rust,
                "threads-asleep",
            ),
            (
                "thread-reserved",
                "thread, reserved",
                Rust,
                "threads-asleep",
            ),
            (
                "thread-small",
                "thread of 64 KiB, in use",
                Rust,
                "small-threads-asleep",
            ),
            (
                "thread-small-reserved",
                "thread of 64 KiB, reserved",
                Rust,
                "small-threads-asleep",
            ),
            ("tokio-task", "Tokio task", Rust, "tasks-asleep"),
            ("promise", "`async` function", TypeScript, "promises-asleep"),
            ("worker", "Worker", TypeScript, "workers-asleep"),
        ];
        for (name, label, language, program) in memory {
            let name = format!("memory/{name}");
            all.push(Contender::fresh(
                &name,
                label,
                language,
                Unit::Bytes,
                program,
            ));
        }
    }
    all
}

/// The sum of what the units return, so that each must have done its work.
fn check(sum: usize, count: usize) {
    assert_eq!(sum, count * (count - 1) / 2, "a unit did not finish");
}

fn threads(effort: Effort) -> f64 {
    let count = effort.times(500);
    each(count, || {
        let handles: Vec<_> = (0..count)
            .map(|index| thread::spawn(move || black_box(index)))
            .collect();
        let results = handles.into_iter().map(|it| it.join().expect("it returns"));
        check(results.sum(), count);
    })
}

fn scoped_threads(effort: Effort) -> f64 {
    let count = effort.times(500);
    each(count, || {
        let sum = thread::scope(|scope| {
            let handles: Vec<_> = (0..count)
                .map(|index| scope.spawn(move || black_box(index)))
                .collect();
            let results = handles.into_iter().map(|it| it.join().expect("it returns"));
            results.sum()
        });
        check(sum, count);
    })
}

fn rayon_jobs(effort: Effort) -> f64 {
    let count = effort.times(50_000);
    each(count, || {
        // One job an index, however small: what `with_max_len` is for.
        let indices = (0..count).into_par_iter().with_max_len(1);
        check(indices.map(black_box).sum(), count);
    })
}

fn tasks(effort: Effort, runtime: &Runtime) -> f64 {
    let count = effort.times(20_000);
    each(count, || {
        let all = runtime.spawn(async move {
            let handles: Vec<_> = (0..count)
                .map(|index| tokio::spawn(async move { black_box(index) }))
                .collect();
            let mut sum = 0;
            for handle in handles {
                sum += handle.await.expect("it returns");
            }
            sum
        });
        check(runtime.block_on(all).expect("it returns"), count);
    })
}

/// The memory of threads that sleep, with a stack of `stack` bytes or of the
/// default. Their process ends with them.
pub fn threads_asleep(effort: Effort, stack: Option<usize>) -> Vec<(&'static str, f64)> {
    let count = effort.times(ASLEEP);
    let started = Arc::new(AtomicUsize::new(0));
    let (before, kernel_before) = (Memory::of_this_process(), kernel_stacks());
    for _ in 0..count {
        let mut builder = thread::Builder::new();
        if let Some(stack) = stack {
            builder = builder.stack_size(stack);
        }
        let started = Arc::clone(&started);
        let asleep = move || {
            started.fetch_add(1, Ordering::Relaxed);
            thread::sleep(AN_HOUR);
        };
        builder
            .spawn(asleep)
            .unwrap_or_else(|error| panic!("the system allows no {count} threads: {error}"));
    }
    while started.load(Ordering::Relaxed) < count {
        thread::yield_now();
    }
    let kernel = kernel_stacks().saturating_sub(kernel_before) as f64 / count as f64;
    let (in_use, reserved) = before.growth(count);
    match stack {
        None => vec![
            ("memory/thread", in_use),
            ("memory/thread-kernel", kernel),
            ("memory/thread-reserved", reserved),
        ],
        Some(_) => vec![
            ("memory/thread-small", in_use),
            ("memory/thread-small-reserved", reserved),
        ],
    }
}

/// The memory of tasks that sleep.
pub fn tasks_asleep(effort: Effort) -> Vec<(&'static str, f64)> {
    let count = effort.times(ASLEEP);
    let started = Arc::new(AtomicUsize::new(0));
    TOKIO.block_on(async move {
        let before = Memory::of_this_process();
        for _ in 0..count {
            let started = Arc::clone(&started);
            tokio::spawn(async move {
                started.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(AN_HOUR).await;
            });
        }
        while started.load(Ordering::Relaxed) < count {
            tokio::task::yield_now().await;
        }
        vec![("memory/tokio-task", before.growth(count).0)]
    })
}
