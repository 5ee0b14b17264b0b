//! What a chart is: its kind, and which measurements it is made of.

use book_content::measurements::quantity::steps;
use book_content::measurements::{COMMAND, Data, Language, Unit};

/// A chart of the book. All there are stand in `book.rs`.
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

impl Chart {
    /// The sizes or shares at which it measures, as its axis has them.
    pub fn parameters(&self) -> Vec<String> {
        let (by, at) = match self.kind {
            Kind::Lines { by, at, .. } => (by, at),
            Kind::Relative { at, .. } => (Parameter::Size, at),
            Kind::Dots(_) | Kind::SpeedUp { .. } => return Vec::new(),
        };
        at.iter().map(|it| parameter(by, *it)).collect()
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

    /// The command that measures again what it shows.
    pub fn command(&self) -> String {
        let mut groups: Vec<String> = Vec::new();
        for name in self.names() {
            let group = name.split('/').next().unwrap_or_default().to_owned();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        format!("{} -- {}", COMMAND, groups.join(" "))
    }

    /// Whether contenders are written in Rust, and in TypeScript.
    pub fn languages(&self, data: &Data) -> (bool, bool) {
        let has = |language| {
            self.names()
                .iter()
                .any(|name| data.measurements[name].language == language)
        };
        (has(Language::Rust), has(Language::TypeScript))
    }
}

/// A parameter as the axis and the table name it.
pub fn parameter(by: Parameter, at: u64) -> String {
    match by {
        Parameter::Share => format!("{at} %"),
        Parameter::Size => {
            let steps = steps(Unit::Bytes);
            let (size, name) = steps
                .iter()
                .rev()
                .find(|(size, _)| at as f64 >= *size)
                .unwrap_or(&steps[0]);
            format!("{} {name}", at as f64 / size)
        }
    }
}
