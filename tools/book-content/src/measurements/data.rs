//! The data file: what it holds, and what makes it corrupt.

use crate::words::percent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The data file below the book's root. It lies among the pages so that
/// mdBook publishes it with them.
pub const FILE: &str = "src/measured.json";

/// How to make the data file anew.
pub const COMMAND: &str = "cargo run --release -p measure";

/// The version of the file's format that this code reads and writes.
pub const FORMAT: u32 = 1;

/// A contender is unsteady if the middle half of its samples is wider than
/// this share of their median.
pub const UNSTEADY: f64 = 0.5;

/// The machine was too busy with something else if the middle half of the
/// reference, which should always take the same, is wider than this share.
pub const BUSY: f64 = 0.25;

/// It was, too, if in a quarter of the run this share of the processors' time
/// or more went elsewhere.
pub const ELSEWHERE: f64 = 0.05;

/// One run of all contenders on one machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// [`FORMAT`].
    pub format: u32,
    /// The day of the run in UTC, as `2026-11-23`.
    pub date: String,
    /// The command that made the file.
    pub command: String,
    /// How long the run took, in seconds.
    pub seconds: u64,
    /// How often each contender was measured, after one round to warm up.
    pub rounds: usize,
    /// Where it ran.
    pub machine: Machine,
    /// The versions of what took part, such as `rustc` and `tokio`.
    pub versions: BTreeMap<String, String>,
    /// The same computation in every round, in nanoseconds: how steady the
    /// machine was.
    pub reference: Vec<f64>,
    /// What became of the processors' time beside the run; none where the
    /// system did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// Every measurement by its name, `group/contender` or
    /// `group/contender/parameter`.
    pub measurements: BTreeMap<String, Measurement>,
}

/// The machine of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The processor, as the system names it.
    pub cpu: String,
    /// How many threads can run at once.
    pub logical_cpus: usize,
    /// Memory in bytes; none where the system was not asked.
    pub memory: Option<u64>,
    /// The operating system and the processor's architecture, such as
    /// `Linux 6.18 x86_64`.
    pub system: String,
}

/// The time of the processors that went elsewhere, as a share of all their
/// time, in each stretch of the run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// To other programs, and to the kernel on behalf of nobody in the run.
    pub programs: Vec<f64>,
    /// To whatever else the host of a virtual machine had to do.
    pub host: Vec<f64>,
}

/// What one contender took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// The contender in a few words, in which back quotes mark code.
    pub label: String,
    /// In which language it is written.
    pub language: Language,
    /// What the samples count.
    pub unit: Unit,
    /// One number a round, after the warm-up.
    pub samples: Vec<f64>,
}

/// The language of a contender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Rust, compiled with `--release`.
    Rust,
    /// TypeScript on Node.
    TypeScript,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Time, in nanoseconds.
    Nanoseconds,
    /// Memory, in bytes.
    Bytes,
}

/// The median of some samples and what lies around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// A quarter of the samples is at most this.
    pub low: f64,
    /// Half of the samples is at most this.
    pub median: f64,
    /// Three quarters of the samples are at most this.
    pub high: f64,
}

impl Spread {
    /// The quartiles of `samples`, between neighbours in proportion.
    ///
    /// # Panics
    ///
    /// If there are none.
    pub fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let (below, above) = (place.floor() as usize, place.ceil() as usize);
            sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
        };
        Self {
            low: at(0.25),
            median: at(0.5),
            high: at(0.75),
        }
    }

    /// Whether the middle half is wider than [`UNSTEADY`] allows, so that the
    /// median says little more than the order of magnitude.
    pub fn is_noisy(&self) -> bool {
        self.is_wider_than(UNSTEADY)
    }

    fn is_wider_than(&self, share: f64) -> bool {
        self.high - self.low > share * self.median
    }
}

impl Elsewhere {
    /// What a reader should know, if that much went elsewhere that the numbers
    /// suffer. A steady load slows down everything alike, and so does one that
    /// comes and goes within a round: no spread shows it.
    pub fn disturbance(&self) -> Option<String> {
        let pairs = self.programs.iter().zip(&self.host);
        let together: Vec<f64> = pairs.map(|(programs, host)| programs + host).collect();
        // Medians and quartiles bear what happens less than a quarter of the time.
        let high = Spread::of(&together).high;
        if high <= ELSEWHERE {
            return None;
        }
        let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
        let (programs, host) = (mean(&self.programs), mean(&self.host));
        let advice = match programs >= host {
            true => "close them, or run it later",
            false => "run it later, or on another machine",
        };
        Some(format!(
            "other programs took {} of the processors' time, and the host of this machine {}; \
             together it was {} or more in a quarter of the run, and {} is the most that may be \
             ({advice})",
            percent(programs),
            percent(host),
            percent(high),
            percent(ELSEWHERE),
        ))
    }
}

impl Measurement {
    /// The median of the samples and what lies around it.
    pub fn spread(&self) -> Spread {
        Spread::of(&self.samples)
    }
}

impl Data {
    /// Reads the text of a data file.
    ///
    /// # Errors
    ///
    /// The line, counted from 1 (none where no single line is to blame), and
    /// what is wrong.
    pub fn parse(text: &str) -> Result<Self, (Option<usize>, String)> {
        let data: Self = serde_json::from_str(text)
            .map_err(|error| (Some(error.line().max(1)), error.to_string()))?;
        data.check().map_err(|message| (None, message))?;
        Ok(data)
    }

    /// The text of a data file, ending in a line end.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("numbers and strings");
        text.push('\n');
        // A sample a line would make thousands of lines.
        let mut short = String::with_capacity(text.len());
        let mut numbers: Option<String> = None;
        for line in text.split_inclusive('\n') {
            match &mut numbers {
                None if line.ends_with("[\n") => numbers = Some(line.trim_end().to_owned()),
                None => short.push_str(line),
                Some(row) => {
                    let bare = line.trim();
                    if bare.starts_with(']') {
                        let row = numbers.take().unwrap_or_default();
                        short += &format!("{}{bare}\n", row.trim_end());
                    } else {
                        *row += bare;
                        row.push(' ');
                    }
                }
            }
        }
        short
    }

    /// Whether the machine was too busy with something else.
    pub fn is_noisy(&self) -> bool {
        !self.disturbances().is_empty()
    }

    /// How it shows that the machine was too busy with something else, and
    /// what to do about it.
    pub fn disturbances(&self) -> Vec<String> {
        let mut found = Vec::new();
        if Spread::of(&self.reference).is_wider_than(BUSY) {
            found.push("the same computation took unlike times".into());
        }
        found.extend(self.elsewhere.as_ref().and_then(Elsewhere::disturbance));
        found
    }

    fn check(&self) -> Result<(), String> {
        if self.format != FORMAT {
            return Err(format!(
                "the file's format is {}, and this version of the book reads {FORMAT}",
                self.format
            ));
        }
        let samples = self
            .measurements
            .iter()
            .map(|(name, it)| (name.as_str(), &it.samples))
            .chain([("reference", &self.reference)]);
        for (name, samples) in samples {
            if samples.len() != self.rounds || samples.is_empty() {
                return Err(format!(
                    "{name} has {} samples where the file promises {} rounds",
                    samples.len(),
                    self.rounds
                ));
            }
            if let Some(wrong) = samples.iter().find(|it| !it.is_finite() || **it < 0.0) {
                return Err(format!(
                    "{name} has the sample {wrong}, which nothing can take"
                ));
            }
        }
        if let Some(Elsewhere { programs, host }) = &self.elsewhere {
            let is_share = |it: &f64| (0.0..=1.0).contains(it);
            let shares = || programs.iter().chain(host);
            if programs.is_empty() || programs.len() != host.len() || !shares().all(is_share) {
                return Err(
                    "elsewhere needs as many shares of the host as of programs, between 0 and 1"
                        .into(),
                );
            }
        }
        if self.measurements.is_empty() {
            return Err("it holds no measurement".into());
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A run to try words and charts on.
    pub(crate) fn sample() -> Data {
        use Language::{Rust, TypeScript};
        use Unit::{Bytes, Nanoseconds};
        let of = |label: &str, language, unit, middle: f64| Measurement {
            label: label.into(),
            language,
            unit,
            samples: [0.9, 0.95, 1.0, 1.05, 1.1].map(|it| it * middle).into(),
        };
        let mut data = Data {
            rounds: 5,
            seconds: 240,
            reference: vec![10.0; 5],
            ..data()
        };
        data.machine.memory = Some(23 << 30);
        for (name, version) in [("tokio", "1.54.0"), ("node", "26.10.0")] {
            data.versions.insert(name.into(), version.into());
        }
        data.measurements = [
            ("unit/thread", of("`thread::spawn`", Rust, Nanoseconds, 2e4)),
            (
                "unit/promise",
                of("a `Promise`", TypeScript, Nanoseconds, 1e3),
            ),
            ("unit/nothing", of("nothing", Rust, Nanoseconds, 0.0)),
            ("memory/thread", of("a thread", Rust, Bytes, 9_933.0)),
        ]
        .map(|(name, it)| (name.to_owned(), it))
        .into();
        data
    }

    fn data() -> Data {
        let measurement = Measurement {
            label: "`thread::spawn`".into(),
            language: Language::Rust,
            unit: Unit::Nanoseconds,
            samples: vec![3.0, 1.0, 2.5],
        };
        Data {
            format: FORMAT,
            date: "2026-11-23".into(),
            command: COMMAND.into(),
            seconds: 9,
            rounds: 3,
            machine: Machine {
                cpu: "a processor".into(),
                logical_cpus: 2,
                memory: Some(1 << 30),
                system: "Linux".into(),
            },
            versions: BTreeMap::from([("rustc".into(), "1.95.0".into())]),
            reference: vec![10.0, 10.0, 11.0],
            elsewhere: None,
            measurements: BTreeMap::from([("unit/thread".into(), measurement)]),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = data().to_text();
        assert!(text.contains("\"samples\": [3.0, 1.0, 2.5]\n"), "{text}");
        assert_eq!(Data::parse(&text).unwrap(), data());
    }

    #[test]
    fn a_file_from_before_this_was_known_is_read() {
        assert!(!data().to_text().contains("elsewhere"));
        let mut known = data();
        known.elsewhere = Some(Elsewhere {
            programs: vec![0.01, 0.02],
            host: vec![0.0, 0.001],
        });
        let text = known.to_text();
        assert!(text.contains("\"host\": [0.0, 0.001]\n"), "{text}");
        assert_eq!(Data::parse(&text).unwrap(), known);
        let one = text.replace("[0.0, 0.001]", "[0.0]");
        let wrong = text.replace("0.001", "1.001");
        for text in [one, wrong] {
            let (_, message) = Data::parse(&text).unwrap_err();
            assert!(message.contains("as many shares"), "{message}");
        }
    }

    fn disturbed(programs: &[f64], host: &[f64]) -> Vec<String> {
        let mut data = data();
        data.elsewhere = Some(Elsewhere {
            programs: programs.into(),
            host: host.into(),
        });
        assert_eq!(data.is_noisy(), !data.disturbances().is_empty());
        data.disturbances()
    }

    #[test]
    fn time_that_goes_elsewhere_disturbs() {
        assert_eq!(disturbed(&[0.01; 15], &[0.02; 15]), [""; 0]);
        let even = disturbed(&[0.333; 15], &[0.014; 15]).join("");
        for words in [
            "other programs took 33 % of",
            "the host of this machine 1.4 %",
            "it was 35 % or more",
            "5 % is the most",
            "close them, or run it later",
        ] {
            assert!(even.contains(words), "{words}: {even}");
        }
        let host = disturbed(&[0.01; 15], &[0.06; 15]).join("");
        assert!(host.contains("or on another machine"), "{host}");
        // On and off by rounds; and so rarely that no quartile feels it.
        let times = |busy: usize| [vec![0.5; busy], vec![0.0; 15 - busy]].concat();
        assert_eq!(disturbed(&times(7), &[0.0; 15]).len(), 1);
        assert_eq!(disturbed(&times(4), &[0.0; 15]).len(), 1);
        assert_eq!(disturbed(&times(3), &[0.0; 15]).len(), 0);
    }

    #[test]
    fn unlike_times_disturb_where_nothing_else_is_known() {
        let mut data = data();
        assert!(!data.is_noisy());
        data.reference = vec![10.0, 20.0, 10.0];
        assert_eq!(data.disturbances().len(), 1);
        data.elsewhere = Some(Elsewhere {
            programs: vec![0.5],
            host: vec![0.0],
        });
        assert_eq!(data.disturbances().len(), 2);
    }

    #[test]
    fn shares_become_percent() {
        for (share, text) in [
            (0.0, "0 %"),
            (0.004, "0.4 %"),
            (0.05, "5 %"),
            (0.0996, "10 %"),
            (0.174, "17 %"),
        ] {
            assert_eq!(percent(share), text);
        }
    }

    #[test]
    fn quartiles_lie_between_neighbours() {
        let spread = Spread::of(&[4.0, 1.0, 2.0, 3.0]);
        assert_eq!((spread.low, spread.median, spread.high), (1.75, 2.5, 3.25));
        assert!(spread.is_noisy());
        assert!(!Spread::of(&[100.0, 101.0, 99.0]).is_noisy());
    }

    #[test]
    fn a_corrupt_file_is_refused_with_the_reason() {
        let good = data().to_text();
        for (from, to, line, reason) in [
            ("\"seconds\": 9,", "\"seconds\": 9", Some(6), "expected"),
            ("\"rust\"", "\"cobol\"", Some(20), "unknown variant `cobol`"),
            ("\"format\": 1", "\"format\": 7", None, "format is 7"),
            (
                "[3.0, 1.0, 2.5]",
                "[3.0]",
                None,
                "1 samples where the file promises 3",
            ),
            ("3.0, 1.0", "-3.0, 1.0", None, "the sample -3"),
            ("\"rounds\"", "\"turns\"", Some(6), "unknown field `turns`"),
        ] {
            let (at, message) = Data::parse(&good.replace(from, to)).unwrap_err();
            assert!(message.contains(reason), "{to}: {message}");
            assert_eq!(at, line, "{to}: {message}");
        }
    }
}
