//! All contenders, by group.

mod build;
mod folded;
mod hand_over;
mod sharing;
mod ten;
mod unit;
mod waiting;
mod words;

use crate::contender::{Contender, Effort};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

/// Every contender that this system can measure; `texts` is a folder for the
/// texts whose words are counted, which both languages read.
pub fn all(texts: &Path) -> Vec<Contender> {
    let mut all = unit::contenders();
    all.extend(hand_over::contenders());
    all.extend(sharing::contenders());
    all.extend(words::contenders(texts));
    all.extend(ten::contenders());
    all.extend(build::contenders());
    all.extend(waiting::contenders());
    all.extend(folded::contenders());
    all
}

/// Writes the texts for [`all`].
///
/// # Errors
///
/// The system's, if a file cannot be written.
pub fn prepare(texts: &Path, effort: Effort) -> std::io::Result<()> {
    words::prepare(texts, effort)
}

/// A computation that is the same in every round, in nanoseconds: on an idle
/// machine it always takes the same time.
pub fn reference(effort: Effort) -> impl Fn() -> f64 {
    words::reference(effort)
}

/// Runs a program that wants a process of its own: what it measured, by the
/// names of its contenders; none if there is no such program.
pub fn fresh(program: &str, effort: Effort) -> Option<BTreeMap<String, f64>> {
    let samples = match program {
        "threads-asleep" => unit::threads_asleep(effort, None),
        "small-threads-asleep" => unit::threads_asleep(effort, Some(64 * 1024)),
        "tasks-asleep" => unit::tasks_asleep(effort),
        "threads-sleeping" => waiting::threads_sleeping(effort),
        "tasks-sleeping" => waiting::tasks_sleeping(effort),
        "first-call" => folded::first_call(effort),
        _ => return None,
    };
    Some(
        samples
            .into_iter()
            .map(|(name, sample)| (name.to_owned(), sample))
            .collect(),
    )
}

/// How many threads work together where a group compares them: two, so that a
/// laptop and a large server show the same thing.
const TOGETHER: usize = 2;

/// Tokio as `#[tokio::main]` would start it, but with two workers everywhere.
static TOKIO: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(TOGETHER)
        .enable_all()
        .build()
        .expect("a runtime can be started")
});

/// Tokio on the thread that calls it.
fn one_thread() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be started")
}

/// The nanoseconds that `work` takes.
fn nanoseconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_nanos() as f64
}

/// The nanoseconds for each of the `times` things that `work` does.
fn each(times: usize, work: impl FnOnce()) -> f64 {
    nanoseconds(work) / times as f64
}
