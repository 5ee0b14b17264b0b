//! The charts of the run: which there are, and their mark-up.
//!
//! A chart is HTML with SVG in which text keeps the page's size: nothing has a
//! `viewBox`, places along the axis are percentages, heights are pixels. It
//! needs neither scripts nor color: series differ in the shape of their marks
//! and in their dashes, and every number stands in a table below.

mod axis;
mod draw;
mod table;

use crate::data::{Data, Measurement};
use std::collections::BTreeSet;

/// A chart of the book. All there are: [`CHARTS`].
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// Its name in `{{#chart ID}}`, and after `chart-` its anchor.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// What its axis counts.
    pub counts: &'static str,
    /// How it is drawn, and from which measurements.
    pub kind: Kind,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A row for each of these measurements, along a logarithmic axis.
    Dots(&'static [&'static str]),
    /// A line for each of `series`, through `series/parameter`.
    Lines {
        /// What the parameters are.
        by: Parameter,
        /// The parameters, from small to large.
        at: &'static [u64],
        /// The names without the parameter.
        series: &'static [&'static str],
    },
    /// How many times as fast at each size, from `series/size` and
    /// `base/size`: it pays above 1.
    Relative {
        /// The sizes in bytes, from small to large.
        at: &'static [u64],
        /// The names without the size, each with what it is compared to.
        series: &'static [(&'static str, &'static str)],
    },
    /// How many times as fast on so many threads, from `series/threads`.
    SpeedUp {
        /// The numbers of threads.
        threads: &'static [u64],
        /// The names without the number, each with what it is compared to.
        series: &'static [(&'static str, &'static str)],
        /// What cannot be divided, and the whole that it is a part of.
        serial: (&'static str, &'static str),
    },
}

/// What the last part of a name is, in a chart of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// A size in bytes, along a logarithmic axis.
    Size,
    /// A share in percent, side by side.
    Share,
}

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

impl Chart {
    /// The chart of that name.
    ///
    /// # Errors
    ///
    /// That there is none, and which one may be meant.
    pub fn named(id: &str) -> Result<&'static Self, String> {
        CHARTS.iter().find(|it| it.id == id).ok_or_else(|| {
            let near = CHARTS
                .iter()
                .map(|it| (strsim::jaro_winkler(id, it.id), it.id))
                .filter(|(likeness, _)| *likeness > 0.75)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let hint = match near {
                Some((_, near)) => format!("did you mean \"{near}\"?"),
                None => {
                    let all: Vec<&str> = CHARTS.iter().map(|it| it.id).collect();
                    format!("there are {}", all.join(", "))
                }
            };
            format!("there is no chart \"{id}\"; {hint}")
        })
    }

    /// The charts that show a measurement.
    pub fn of(name: &str) -> impl Iterator<Item = &'static Self> {
        CHARTS
            .iter()
            .filter(move |chart| chart.names().iter().any(|it| it == name))
    }

    /// The sizes or shares at which it measures, as its axis has them.
    pub fn parameters(&self) -> Vec<String> {
        let (by, at) = match self.kind {
            Kind::Lines { by, at, .. } => (by, at),
            Kind::Relative { at, .. } => (Parameter::Size, at),
            Kind::Dots(_) | Kind::SpeedUp { .. } => return Vec::new(),
        };
        at.iter().map(|it| draw::parameter(by, *it)).collect()
    }

    /// The names of all measurements that it shows.
    pub fn names(&self) -> Vec<String> {
        let with = |series: &str, at: &[u64]| -> Vec<String> {
            at.iter().map(|it| format!("{series}/{it}")).collect()
        };
        match self.kind {
            Kind::Dots(names) => names.iter().map(|it| (*it).to_owned()).collect(),
            Kind::Lines { at, series, .. } => series.iter().flat_map(|it| with(it, at)).collect(),
            Kind::Relative { at, series } => series
                .iter()
                .flat_map(|(name, base)| with(base, at).into_iter().chain(with(name, at)))
                .fold(Vec::new(), |mut names, name| {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                    names
                }),
            Kind::SpeedUp {
                threads,
                series,
                serial,
            } => {
                let mut names: Vec<String> = series
                    .iter()
                    .flat_map(|(name, _)| with(name, threads))
                    .collect();
                let bases = series.iter().map(|(_, base)| *base);
                for name in bases.chain([serial.1, serial.0]) {
                    if !names.iter().any(|it| it == name) {
                        names.push(name.to_owned());
                    }
                }
                names
            }
        }
    }

    /// The figure. `number` is such as `Chart 10.1`; none on a page without
    /// one. No line of it is empty, so that it is one block in Markdown.
    ///
    /// # Errors
    ///
    /// A measurement that the run lacks, or that cannot be drawn.
    pub fn figure(&self, data: &Data, number: Option<&str>) -> Result<String, String> {
        let names = self.names();
        let lacks: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| !data.measurements.contains_key(*name))
            .collect();
        if !lacks.is_empty() {
            return Err(format!(
                "the chart {} needs {}, which the run does not have; measure again (`{} -- --book`), or mend the \
                 chart in tools/measurements/src/chart.rs",
                self.id,
                lacks.join(" and "),
                crate::COMMAND
            ));
        }
        let units: BTreeSet<&str> = names
            .iter()
            .map(|name| crate::values::steps(data.measurements[name].unit)[0].1)
            .collect();
        if units.len() != 1 {
            return Err(format!(
                "the chart {} has measurements of time and of memory",
                self.id
            ));
        }
        let drawing = match self.kind {
            Kind::Dots(names) => draw::dots(self, names, data)?,
            Kind::Lines { by, at, series } => draw::lines(self, by, at, series, data)?,
            Kind::Relative { at, series } => draw::relative(self, at, series, data)?,
            Kind::SpeedUp {
                threads,
                series,
                serial,
            } => draw::speed_up(self, threads, series, serial, data)?,
        };
        Ok(format!(
            "{}{drawing}{}{}</figure>\n",
            self.head(number),
            self.note(data),
            table::numbers(self, data)
        ))
    }

    /// The figure where the run lacks what it shows: `why` in its place.
    pub fn without_drawing(&self, number: Option<&str>, why: &str) -> String {
        format!(
            "{}<p class=\"plot-note\">{}</p>\n</figure>\n",
            self.head(number),
            inline(why)
        )
    }

    fn head(&self, number: Option<&str>) -> String {
        let number = match number {
            // The same as `permalink` of mdbook-listings makes.
            Some(number) => format!(
                "<a class=\"plot-number permalink\" href=\"#chart-{}\" title=\"Link to this chart\">{}</a> ",
                self.id,
                escape(number)
            ),
            None => String::new(),
        };
        let axis = match self.kind {
            Kind::SpeedUp { .. } => "",
            Kind::Relative { .. } => ". It pays above 1",
            _ => ". The axis is logarithmic",
        };
        format!(
            "<figure class=\"plot\" id=\"chart-{}\">\n<figcaption>{number}\
             <span class=\"plot-title\">{}</span>\
             <span class=\"plot-counts\">{}{axis}.</span></figcaption>\n",
            self.id,
            inline(self.title),
            inline(self.counts)
        )
    }

    /// What was measured how, where and when, and how to do it again.
    fn note(&self, data: &Data) -> String {
        let busy = match data.is_noisy() {
            true => " The machine was busy with something else.",
            false => "",
        };
        format!(
            "<p class=\"plot-note\">Median of {} rounds; the line spans the middle half.{busy} \
             {}, {} CPUs, {}. <code>{}</code></p>\n",
            data.rounds,
            escape(&data.machine.cpu),
            data.machine.logical_cpus,
            escape(&crate::values::date(&data.date)),
            escape(&self.command())
        )
    }

    /// Where it was measured, and with which versions of what it is about.
    fn run(&self, data: &Data) -> String {
        let names = self.names();
        let is_about = |version: &str| {
            let (rust, typescript) = self.languages(data);
            let stem = version.split(['-', '_']).next().unwrap_or(version);
            match version.to_ascii_lowercase().as_str() {
                "rustc" => rust,
                "node" => typescript,
                // Its `CachePadded`.
                "crossbeam-utils" => names.iter().any(|name| name.ends_with("/padded")),
                // Of the names of contenders; `spawn_blocking` is Tokio's.
                _ => names.iter().any(|name| {
                    name.contains(stem) || (stem == "tokio" && name.contains("spawn-blocking"))
                }),
            }
        };
        format!(
            "{}; {}",
            crate::values::machine(data),
            crate::values::versions(data, is_about)
        )
    }

    /// The command that measures again what it shows.
    fn command(&self) -> String {
        let mut groups: Vec<String> = Vec::new();
        for name in self.names() {
            let group = name.split('/').next().unwrap_or_default().to_owned();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        format!("{} -- {}", crate::COMMAND, groups.join(" "))
    }

    /// Whether contenders are written in Rust, and in TypeScript.
    fn languages(&self, data: &Data) -> (bool, bool) {
        let has = |language| {
            self.names()
                .iter()
                .any(|name| data.measurements[name].language == language)
        };
        (has(crate::Language::Rust), has(crate::Language::TypeScript))
    }
}

/// What a series is called: what the labels of its measurements begin with.
fn series_label(data: &Data, series: &str, at: &[u64]) -> String {
    let mut labels = at
        .iter()
        .map(|it| data.measurements[&format!("{series}/{it}")].label.as_str());
    let first = labels.next().unwrap_or_default();
    let common = labels.fold(first.len(), |length, label| {
        let same = first[..length]
            .char_indices()
            .zip(label.chars())
            .find(|((_, a), b)| a != b);
        match same {
            Some(((at, _), _)) => at,
            None => length.min(label.len()),
        }
    });
    if common == first.len() {
        return first.to_owned();
    }
    // Not within a word.
    let whole = first[..common].rfind(' ').unwrap_or(0);
    let common = first[..whole].trim_end_matches([',', ':', ';', '(', ' ', '–', '—']);
    if common.is_empty() {
        return series
            .rsplit('/')
            .next()
            .unwrap_or(series)
            .replace('-', " ");
    }
    common.to_owned()
}

/// Escapes text for HTML content and attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Escaped text in which back quotes mark code.
fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let part = |(index, part): (usize, &&str)| match index % 2 == 1 && index < last {
        true => format!("<code>{}</code>", escape(part)),
        false => escape(part),
    };
    parts.iter().enumerate().map(part).collect()
}

/// A label in plain text.
fn plain(label: &str) -> String {
    label.replace('`', "")
}

/// `TypeScript` or `Rust`.
fn language(measurement: &Measurement) -> &'static str {
    match measurement.language {
        crate::Language::Rust => "Rust",
        crate::Language::TypeScript => "TypeScript",
    }
}

/// What is said of a contender whose middle half is too wide.
const NOISY: &str = "unsteady";

#[cfg(test)]
mod tests;
