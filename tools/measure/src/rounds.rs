//! Takes the samples: in every round one of each contender, in another order.

use crate::contender::{Contender, Effort, Source};
use crate::contenders;
use crate::elsewhere::Watch;
use crate::node::Node;
use book_content::measurements::{Elsewhere, Measurement, Spread};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// After how many contenders the reference is taken again.
const REFERENCE_EVERY: usize = 10;

/// A sample is the median of this many tries at most.
const TRIES: usize = 5;

/// No try begins after a sample has taken so long: it is long enough by itself.
const LONG_ENOUGH: Duration = Duration::from_millis(150);

/// What the rounds found.
pub struct Found {
    /// The nanoseconds of the same computation, once a round.
    pub reference: Vec<f64>,
    /// What became of the processors' time meanwhile, where the system tells.
    pub elsewhere: Option<Elsewhere>,
    /// The measurements by name.
    pub measurements: BTreeMap<String, Measurement>,
}

/// Takes `rounds` samples of each contender, after one round that warms up
/// processor, allocator and V8 and is forgotten. The contenders take turns, so
/// that what disturbs the machine for a while disturbs all of them.
///
/// # Errors
///
/// What went wrong, with the name of the contender.
pub fn run(
    contenders: &[Contender],
    node: &mut Option<Node>,
    rounds: usize,
    effort: Effort,
) -> Result<Found, String> {
    let mut samples: Vec<Vec<f64>> = vec![Vec::with_capacity(rounds); contenders.len()];
    let mut reference = Vec::with_capacity(rounds);
    let compute = contenders::reference(effort);
    let progress = Progress::new(rounds, contenders.len());
    let processes: Vec<u32> = node.iter().map(Node::id).collect();
    let mut watch = Watch::start(processes.clone());
    for round in 0..=rounds {
        let mut fresh: BTreeMap<&str, BTreeMap<String, f64>> = BTreeMap::new();
        let mut took = Vec::new();
        for (turn, index) in order(contenders.len(), round).into_iter().enumerate() {
            if turn % REFERENCE_EVERY == 0 {
                took.push(compute());
            }
            let contender = &contenders[index];
            progress.show(round, turn, &contender.name);
            let sample = sample(contender, node.as_mut(), &mut fresh, effort)
                .map_err(|error| format!("{}: {error}", contender.name))?;
            if round > 0 {
                samples[index].push(rounded(sample));
            }
        }
        if round > 0 {
            // The mean: one disturbance is to be seen.
            reference.push(rounded(took.iter().sum::<f64>() / took.len() as f64));
            watch.mark();
        } else {
            watch.mark();
            let warm_up = std::mem::replace(&mut watch, Watch::start(processes.clone()));
            if let Some(words) = warm_up.found().and_then(|it| it.disturbance()) {
                progress.end();
                eprintln!("Until now, {words}");
            }
        }
    }
    progress.end();
    let measurements = contenders
        .iter()
        .zip(samples)
        .map(|(contender, samples)| {
            let measurement = Measurement {
                label: contender.label.to_owned(),
                language: contender.language,
                unit: contender.unit,
                samples,
            };
            (contender.name.clone(), measurement)
        })
        .collect();
    Ok(Found {
        reference,
        elsewhere: watch.found(),
        measurements,
    })
}

fn sample<'a>(
    contender: &'a Contender,
    node: Option<&mut Node>,
    fresh: &mut BTreeMap<&'a str, BTreeMap<String, f64>>,
    effort: Effort,
) -> Result<f64, String> {
    let no_node = "Node was not started";
    let program = match &contender.source {
        Source::Here(sample) => return tries(|| Ok(sample(effort))),
        Source::Node {
            function,
            parameter,
        } => {
            let node = node.ok_or(no_node)?;
            return tries(|| node.sample(function, *parameter));
        }
        Source::Fresh(program) | Source::FreshNode(program) => *program,
    };
    // One run of the program gives the samples of several contenders.
    let key = contender_key(contender, program);
    if !fresh.contains_key(key) {
        let samples = match contender.source {
            Source::FreshNode(_) => node.ok_or(no_node)?.fresh(program)?,
            _ => own_process(program, effort)?,
        };
        fresh.insert(key, samples);
    }
    let samples = &fresh[key];
    samples.get(&contender.name).copied().ok_or_else(|| {
        let names: Vec<&str> = samples.keys().map(String::as_str).collect();
        format!("`{program}` measured only {}", names.join(", "))
    })
}

/// The median of a few tries, so that one interruption is not the sample.
fn tries(mut take: impl FnMut() -> Result<f64, String>) -> Result<f64, String> {
    let start = Instant::now();
    let mut taken = vec![take()?];
    while taken.len() < TRIES && start.elapsed() < LONG_ENOUGH {
        taken.push(take()?);
    }
    Ok(Spread::of(&taken).median)
}

/// A program may exist under the same name in both languages.
fn contender_key(contender: &Contender, program: &'static str) -> &'static str {
    match contender.source {
        Source::FreshNode("first-call") => "first-call on Node",
        _ => program,
    }
}

/// The samples of a program that runs in a process of its own.
fn own_process(program: &str, effort: Effort) -> Result<BTreeMap<String, f64>, String> {
    let this = std::env::current_exe().map_err(|error| format!("who am I? {error}"))?;
    let output = Command::new(this)
        .args(["--fresh", program, effort.word()])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{program}` cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{program}` failed; what it said stands above"));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).map_err(|error| format!("`{program}` printed {text:?}: {error}"))
}

/// The body of a process of its own: what it measured, as JSON.
///
/// # Errors
///
/// There is no such program.
pub fn fresh(program: &str, effort: Effort) -> Result<String, String> {
    let samples = contenders::fresh(program, effort)
        .ok_or_else(|| format!("there is no program \"{program}\""))?;
    Ok(serde_json::json!(samples).to_string())
}

/// Another order in each round, the same in every run.
fn order(count: usize, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = round as u64 + 1;
    for last in (1..count).rev() {
        // Knuth's MMIX generator; its upper bits are the good ones.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        order.swap(last, (state >> 33) as usize % (last + 1));
    }
    order
}

/// Four significant digits: more would be noise, and lengthen the file.
fn rounded(sample: f64) -> f64 {
    if sample == 0.0 {
        return sample;
    }
    let scale = 10_f64.powi(3 - sample.abs().log10().floor() as i32);
    // Through text, so that 9.8 does not become 9.800000000000001.
    let digits = (sample * scale).round() / scale;
    format!("{digits:.6}").parse().unwrap_or(digits)
}

/// A line on standard error that says how far it is.
struct Progress {
    rounds: usize,
    contenders: usize,
    start: Instant,
    in_place: bool,
}

impl Progress {
    fn new(rounds: usize, contenders: usize) -> Self {
        Self {
            rounds,
            contenders,
            start: Instant::now(),
            in_place: std::io::stderr().is_terminal(),
        }
    }

    fn show(&self, round: usize, turn: usize, name: &str) {
        let part = match round {
            0 => "warming up".to_owned(),
            _ => format!("round {round} of {}", self.rounds),
        };
        let seconds = self.start.elapsed().as_secs();
        if self.in_place {
            let done = turn * 100 / self.contenders;
            eprint!("\r\x1b[K{seconds:>4} s  {part}, {done:>2} %  {name}");
            let _ = std::io::stderr().flush();
        } else if turn == 0 {
            eprintln!("{seconds:>4} s  {part}");
        }
    }

    fn end(&self) {
        if self.in_place {
            eprint!("\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_round_has_each_contender_in_another_order() {
        let (one, two) = (order(20, 1), order(20, 2));
        assert_ne!(one, two);
        for mut order in [one, two] {
            order.sort_unstable();
            assert_eq!(order, (0..20).collect::<Vec<_>>());
        }
    }

    #[test]
    fn samples_keep_four_digits() {
        for (sample, kept) in [
            (12_345.678, 12_350.0),
            (9.876_54, 9.877),
            (0.304_99, 0.305),
            (0.0, 0.0),
        ] {
            assert_eq!(rounded(sample), kept);
        }
    }
}
