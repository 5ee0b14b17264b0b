//! The charts of the book: which there are, and which measurements each shows.

use super::kinds::{Chart, Kind, Parameter};
use book_content::problem::did_you_mean_or;

const SIZES: &[u64] = &[8, 1024, 32768, 1_048_576, 8_388_608];
const LENGTHS: &[u64] = &[1024, 16384, 131_072, 1_048_576, 4_194_304];
const SHARES: &[u64] = &[50, 90, 99, 100];

/// Every chart of the book.
pub static CHARTS: &[Chart] = &[
    Chart {
        id: "unit-time",
        title: "From start to finish, one unit",
        counts: "In bulk: each one's share of the time to start it, let it return a number, and take that",
        kind: Kind::Dots(&[
            "unit/thread",
            "unit/scoped-thread",
            "unit/rayon-job",
            "unit/tokio-task",
            "unit/tokio-task-alone",
            "unit/promise",
            "unit/worker",
        ]),
    },
    Chart {
        id: "unit-memory",
        title: "Memory of one that sleeps",
        counts: "Each one's share of the memory that many of them take",
        kind: Kind::Dots(&[
            "memory/thread",
            "memory/thread-kernel",
            "memory/thread-reserved",
            "memory/thread-small",
            "memory/thread-small-reserved",
            "memory/tokio-task",
            "memory/promise",
            "memory/worker",
        ]),
    },
    Chart {
        id: "hand-over",
        title: "A message there and back",
        counts: "Time there and back, by the size of the message",
        kind: Kind::Lines {
            by: Parameter::Size,
            at: SIZES,
            series: &[
                "hand-over/clone",
                "hand-over/objects",
                "hand-over/transfer",
                "hand-over/shared",
                "hand-over/move",
                "hand-over/copy",
            ],
        },
    },
    Chart {
        id: "channels",
        title: "A moved message, through each channel",
        counts: "Time there and back, by the size of the message",
        kind: Kind::Lines {
            by: Parameter::Size,
            at: SIZES,
            series: &[
                "hand-over/move",
                "hand-over/sync-channel",
                "hand-over/crossbeam",
                "hand-over/tokio",
            ],
        },
    },
    Chart {
        id: "stream",
        title: "One message of many",
        counts: "Each message's share of the time that a stream of them takes",
        kind: Kind::Dots(&[
            "stream/mpsc",
            "stream/sync-channel",
            "stream/rendezvous",
            "stream/crossbeam",
            "stream/crossbeam-bounded",
            "stream/tokio",
            "stream/post-message",
        ]),
    },
    Chart {
        id: "alone",
        title: "Counting alone",
        counts: "Time to add one, with nobody else about",
        kind: Kind::Dots(&[
            "alone/plain",
            "alone/atomic",
            "alone/mutex",
            "alone/rwlock-read",
            "alone/rwlock-write",
            "alone/number",
            "alone/atomics",
        ]),
    },
    Chart {
        id: "contended",
        title: "Counting together",
        counts: "Time for each count, of two threads together",
        kind: Kind::Dots(&[
            "contended/mutex",
            "contended/atomic",
            "contended/false-sharing",
            "contended/padded",
            "contended/local",
            "contended/atomics",
            "contended/atomics-padded",
        ]),
    },
    Chart {
        id: "read-share-short",
        title: "More and more readers, who are quick",
        counts: "Time for one access, by the share of accesses that only read",
        kind: Kind::Lines {
            by: Parameter::Share,
            at: SHARES,
            series: &["read-share/mutex-short", "read-share/rwlock-short"],
        },
    },
    Chart {
        id: "read-share-long",
        title: "More and more readers, who take their time",
        counts: "Time for one access, by the share of accesses that only read",
        kind: Kind::Lines {
            by: Parameter::Share,
            at: SHARES,
            series: &["read-share/mutex-long", "read-share/rwlock-long"],
        },
    },
    Chart {
        id: "break-even",
        title: "From which size on it pays to divide",
        counts: "Times as fast as one thread of the same language, by the size of the text",
        kind: Kind::Relative {
            at: LENGTHS,
            series: &[
                ("words/threads", "words/sequential"),
                ("words/scoped", "words/sequential"),
                ("words/rayon", "words/sequential"),
                ("words/node-pool", "words/node"),
            ],
        },
    },
    Chart {
        id: "cores",
        title: "What more threads bring",
        counts: "Times as fast as without threads, by the number of threads",
        kind: Kind::SpeedUp {
            threads: &[1, 2, 4],
            series: &[
                ("cores/threads", "cores/sequential"),
                ("cores/scoped", "cores/sequential"),
                ("cores/rayon", "cores/sequential"),
                ("cores/node-pool", "cores/node"),
            ],
            serial: ("cores/serial-part", "cores/sequential"),
        },
    },
    Chart {
        id: "sleeping-time",
        title: "10,000 that sleep a second",
        counts: "Time beyond the second until the last one is done",
        kind: Kind::Dots(&["sleeping/threads", "sleeping/tokio", "sleeping/node"]),
    },
    Chart {
        id: "sleeping-memory",
        title: "Memory of 10,000 that sleep",
        counts: "The most memory that the process had, and the kernel's stacks for its threads",
        kind: Kind::Dots(&[
            "sleeping-memory/threads",
            "sleeping-memory/tokio",
            "sleeping-memory/node",
        ]),
    },
    Chart {
        id: "latency",
        title: "How late the others are",
        counts: "The latest of many ticks while something computes for 100 ms",
        kind: Kind::Dots(&[
            "latency/node",
            "latency/node-worker",
            "latency/tokio-current-thread",
            "latency/tokio-two-workers",
            "latency/tokio-all-blocked",
            "latency/spawn-blocking",
            "latency/threads",
        ]),
    },
    Chart {
        id: "folded",
        title: "The same sum, two lengths",
        counts: "Time for the whole sum, as the benchmark has it",
        kind: Kind::Dots(&[
            "folded/thousand",
            "folded/billions",
            "folded/black-box-thousand",
            "folded/black-box-million",
            "folded/node-thousand",
            "folded/node-million",
        ]),
    },
    Chart {
        id: "ten",
        title: "The squares of ten numbers",
        counts: "Time to compute and add them",
        kind: Kind::Dots(&["ten/iter", "ten/par-iter", "ten/reduce"]),
    },
    Chart {
        id: "build",
        title: "The same function, built in two ways",
        counts: "Time for one call of the function in the listing above",
        kind: Kind::Dots(&["build/debug", "build/release", "build/node"]),
    },
    Chart {
        id: "first-call",
        title: "The same call, first and later",
        counts: "Time for one call with a thousand prices",
        kind: Kind::Dots(&[
            "first-call/node-first",
            "first-call/node-later",
            "first-call/rust-first",
            "first-call/rust-later",
        ]),
    },
];

/// The chart of that name.
///
/// # Errors
///
/// That there is none, and which one may be meant.
pub fn named(id: &str) -> Result<&'static Chart, String> {
    CHARTS.iter().find(|it| it.id == id).ok_or_else(|| {
        let all = || CHARTS.iter().map(|it| it.id);
        let list = || format!("there are {}", all().collect::<Vec<_>>().join(", "));
        let hint = did_you_mean_or(id, all(), list);
        format!("there is no chart \"{id}\"{hint}")
    })
}

/// The charts that show a measurement.
pub fn showing(name: &str) -> impl Iterator<Item = &'static Chart> {
    CHARTS
        .iter()
        .filter(move |chart| chart.names().iter().any(|it| it == name))
}
