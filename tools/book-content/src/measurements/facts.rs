//! What a run says of itself: where it was, when, and with which versions.
//!
//! A date and a duration are put into words by hand: the crates for it bring a
//! calendar and time zones for these lines.

use super::data::Data;
use crate::words::counted;

/// What a page can ask for beside measurements: facts of the run itself.
pub const FACTS: [&str; 6] = ["machine", "cpus", "date", "rounds", "duration", "versions"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A fact of the run, if `name` is one of [`FACTS`].
pub fn fact(name: &str, data: &Data) -> Option<String> {
    Some(match name {
        "machine" => machine(data),
        "cpus" => data.machine.logical_cpus.to_string(),
        "date" => date(&data.date),
        "rounds" => data.rounds.to_string(),
        "duration" => duration(data.seconds),
        "versions" => versions(data, |_| true),
        _ => return None,
    })
}

/// The processor, its memory and the system, in one line.
pub fn machine(data: &Data) -> String {
    let it = &data.machine;
    let cpus = counted(&it.logical_cpus.to_string(), "logical CPU");
    let memory = match it.memory {
        Some(bytes) => format!(", {:.0} GiB of memory", bytes as f64 / (1u64 << 30) as f64),
        None => String::new(),
    };
    format!("{}, {cpus}{memory}, {}", it.cpu, it.system)
}

/// `23 November 2026` for `2026-11-23`.
pub fn date(iso: &str) -> String {
    let parts: Vec<usize> = iso.split('-').filter_map(|it| it.parse().ok()).collect();
    match parts[..] {
        [year, month @ 1..=12, day] => format!("{day} {} {year}", MONTHS[month - 1]),
        _ => iso.to_owned(),
    }
}

fn duration(seconds: u64) -> String {
    match (seconds, (seconds + 30) / 60) {
        (0..90, _) => counted(&seconds.to_string(), "second"),
        (_, minutes) => format!("{minutes} minutes"),
    }
}

/// `rustc 1.95.0, Node 26.10.0, tokio 1.54.0`: those that are `wanted`, the
/// compiler and Node first.
pub fn versions(data: &Data, wanted: impl Fn(&str) -> bool) -> String {
    let rank = |name: &str| match name.to_ascii_lowercase().as_str() {
        "rustc" => 0,
        "node" => 1,
        _ => 2,
    };
    let mut names: Vec<&String> = data.versions.keys().filter(|name| wanted(name)).collect();
    names.sort_by_key(|name| rank(name));
    let texts: Vec<String> = names
        .into_iter()
        .map(|name| match rank(name) {
            1 => format!("Node {}", data.versions[name]),
            _ => format!("{name} {}", data.versions[name]),
        })
        .collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurements::data::tests::sample;

    #[test]
    fn the_run_speaks_of_itself() {
        let data = sample();
        for (name, text) in [
            (
                "machine",
                "a processor, 2 logical CPUs, 23 GiB of memory, Linux",
            ),
            ("cpus", "2"),
            ("date", "23 November 2026"),
            ("rounds", "5"),
            ("duration", "4 minutes"),
            ("versions", "rustc 1.95.0, Node 26.10.0, tokio 1.54.0"),
        ] {
            assert_eq!(fact(name, &data).as_deref(), Some(text));
        }
        assert!(FACTS.iter().all(|name| fact(name, &data).is_some()));
        assert_eq!(fact("unit/thread", &data), None);
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(89), "89 seconds");
        assert_eq!(duration(90), "2 minutes");
    }
}
