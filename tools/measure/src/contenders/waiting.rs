//! Many that wait, and one that lets the others wait.

use super::{TOGETHER, TOKIO, one_thread};
use crate::contender::{Contender, Effort};
use crate::memory::{Memory, kernel_stacks};
use book_content::measurements::{Language, Unit};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// How many sleep at once.
const SLEEPERS: usize = 10_000;

/// How long each of them sleeps.
const SLEEP: Duration = Duration::from_secs(1);

/// How long the computation takes that does not let others have their turn.
const BLOCKED: Duration = Duration::from_millis(100);

/// How often the others want their turn.
const TICK: Duration = Duration::from_millis(1);

pub fn contenders() -> Vec<Contender> {
    use Language::{Rust, TypeScript};
    let mut all = Vec::new();
    for (name, label, language, program) in [
        ("threads", "10,000 threads", Rust, "threads-sleeping"),
        ("tokio", "10,000 Tokio tasks", Rust, "tasks-sleeping"),
        (
            "node",
            "10,000 timers of Node",
            TypeScript,
            "timers-sleeping",
        ),
    ] {
        let time = format!("sleeping/{name}");
        all.push(Contender::fresh(
            &time,
            label,
            language,
            Unit::Nanoseconds,
            program,
        ));
        if Memory::is_known() {
            let memory = format!("sleeping-memory/{name}");
            all.push(Contender::fresh(
                &memory,
                label,
                language,
                Unit::Bytes,
                program,
            ));
        }
    }
    all.extend([
        Contender::node(
            "latency/node",
            "Node, computing in the event loop",
            "latency",
            0,
        ),
        Contender::node(
            "latency/node-worker",
            "Node, computing in a Worker",
            "latency",
            1,
        ),
        Contender::rust(
            "latency/tokio-current-thread",
            "Tokio, one thread",
            move |_| lateness(&one_thread(), 1),
        ),
        Contender::rust(
            "latency/tokio-two-workers",
            "Tokio, one of two workers",
            |_| lateness(&TOKIO, 1),
        ),
        Contender::rust(
            "latency/tokio-all-blocked",
            "Tokio, both of two workers",
            |_| lateness(&TOKIO, TOGETHER),
        ),
        Contender::rust(
            "latency/spawn-blocking",
            "Tokio, `spawn_blocking`",
            move |_| {
                let runtime = one_thread();
                runtime.block_on(async {
                    let worst = tokio::spawn(worst_tick());
                    let blocked = tokio::task::spawn_blocking(compute);
                    blocked.await.expect("it returns");
                    worst.await.expect("it returns")
                })
            },
        ),
        Contender::rust("latency/threads", "a thread each", |_| threads_lateness()),
    ]);
    all
}

/// 10,000 threads that sleep: the nanoseconds beyond the sleep itself, and the
/// most memory that the process had.
pub fn threads_sleeping(effort: Effort) -> Vec<(&'static str, f64)> {
    let count = effort.times(SLEEPERS);
    let kernel = Memory::is_known().then(kernel_stacks);
    let start = Instant::now();
    let handles: Vec<_> = (0..count)
        .map(|_| thread::spawn(|| thread::sleep(SLEEP)))
        .collect();
    // While they sleep: afterwards, their stacks are gone.
    let kernel = kernel.map_or(0, |before| kernel_stacks().saturating_sub(before));
    for handle in handles {
        handle.join().expect("it returns");
    }
    finished(start, kernel, "sleeping/threads", "sleeping-memory/threads")
}

/// The same with tasks.
pub fn tasks_sleeping(effort: Effort) -> Vec<(&'static str, f64)> {
    let count = effort.times(SLEEPERS);
    let start = Instant::now();
    TOKIO.block_on(async {
        let handles: Vec<_> = (0..count)
            .map(|_| tokio::spawn(tokio::time::sleep(SLEEP)))
            .collect();
        for handle in handles {
            handle.await.expect("it returns");
        }
    });
    finished(start, 0, "sleeping/tokio", "sleeping-memory/tokio")
}

/// The samples: the time, and the most memory of the process, with the stacks
/// that the kernel kept for its threads.
fn finished(
    start: Instant,
    kernel: u64,
    time: &'static str,
    memory: &'static str,
) -> Vec<(&'static str, f64)> {
    let beyond = start.elapsed().saturating_sub(SLEEP);
    let mut samples = vec![(time, beyond.as_nanos() as f64)];
    if Memory::is_known() {
        samples.push((memory, (Memory::of_this_process().peak + kernel) as f64));
    }
    samples
}

/// Computes without letting anyone else have a turn.
fn compute() {
    let start = Instant::now();
    let mut sum = 0_u64;
    while start.elapsed() < BLOCKED {
        sum = black_box(sum.wrapping_add(1));
    }
}

/// Ticks for longer than the computation takes: by how many nanoseconds the
/// latest tick was late.
async fn worst_tick() -> f64 {
    let start = Instant::now();
    let mut worst = Duration::ZERO;
    while start.elapsed() < BLOCKED + 20 * TICK {
        let before = Instant::now();
        tokio::time::sleep(TICK).await;
        worst = worst.max(before.elapsed().saturating_sub(TICK));
    }
    worst.as_nanos() as f64
}

/// The worst tick of one task, beside so many that block.
fn lateness(runtime: &Runtime, blocking: usize) -> f64 {
    runtime.block_on(async {
        let worst = tokio::spawn(worst_tick());
        // It ticks before anyone blocks.
        tokio::time::sleep(5 * TICK).await;
        let blocked: Vec<_> = (0..blocking)
            .map(|_| tokio::spawn(async { compute() }))
            .collect();
        for task in blocked {
            task.await.expect("it returns");
        }
        worst.await.expect("it returns")
    })
}

fn threads_lateness() -> f64 {
    let done = Arc::new(AtomicBool::new(false));
    let ticking = thread::spawn({
        let done = Arc::clone(&done);
        move || {
            let mut worst = Duration::ZERO;
            while !done.load(Ordering::Relaxed) {
                let before = Instant::now();
                thread::sleep(TICK);
                worst = worst.max(before.elapsed().saturating_sub(TICK));
            }
            worst.as_nanos() as f64
        }
    });
    thread::spawn(compute).join().expect("it returns");
    done.store(true, Ordering::Relaxed);
    ticking.join().expect("it returns")
}
