//! The table that a run prints.

use book_content::measurements::{Data, Language, Spread, Unit};
use book_content::words::percent;
use std::fmt::Write as _;

/// Every measurement by group: median, the middle half, and how many times the
/// smallest of its group it is.
pub fn table(data: &Data) -> String {
    let mut text = String::new();
    let mut groups: Vec<&str> = data.measurements.keys().map(|name| group(name)).collect();
    groups.dedup();
    for name in groups {
        let members: Vec<_> = data
            .measurements
            .iter()
            .filter(|(it, _)| group(it) == name)
            .collect();
        let _ = writeln!(text, "\n{name}");
        let width = members.iter().map(|(it, _)| it.len()).max().unwrap_or(0);
        let least = members
            .iter()
            .map(|(_, it)| it.spread().median)
            .fold(f64::INFINITY, f64::min);
        for (name, it) in members {
            let spread = it.spread();
            let language = match it.language {
                Language::Rust => "Rust",
                Language::TypeScript => "Node",
            };
            let _ = writeln!(
                text,
                "  {name:width$}  {language}  {:>9}  ({} to {}){}{}",
                amount(spread.median, it.unit),
                amount(spread.low, it.unit),
                amount(spread.high, it.unit),
                times(spread.median, least),
                if spread.is_noisy() { "  unsteady" } else { "" },
            );
        }
    }
    let all = data.measurements.len();
    let unsteady = data
        .measurements
        .values()
        .filter(|it| it.spread().is_noisy());
    let reference = Spread::of(&data.reference);
    let _ = writeln!(
        text,
        "\nMedian of {} rounds; in parentheses, the middle half, which is called unsteady where \
         it is wider than half of the median ({} of {all}). The same computation on all \
         CPUs, repeated all through the run, took {} ({} to {}).",
        data.rounds,
        unsteady.count(),
        amount(reference.median, Unit::Nanoseconds),
        amount(reference.low, Unit::Nanoseconds),
        amount(reference.high, Unit::Nanoseconds),
    );
    let _ = match &data.elsewhere {
        Some(it) => {
            let of = |shares: &[f64]| {
                let spread = Spread::of(shares);
                let [low, median, high] = [spread.low, spread.median, spread.high].map(percent);
                format!("{median} ({low} to {high})")
            };
            writeln!(
                text,
                "Meanwhile other programs took {} of the processors' time, and the host of this \
                 machine {}.",
                of(&it.programs),
                of(&it.host),
            )
        }
        None => writeln!(
            text,
            "What other programs took meanwhile is not known: the run was short, or this system \
             does not say. Only that computation tells whether they disturbed."
        ),
    };
    text
}

fn group(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

fn times(median: f64, least: f64) -> String {
    if least <= 0.0 || median == least {
        return String::new();
    }
    let times = median / least;
    match times < 10.0 {
        true => format!("  x {times:.1}"),
        false => format!("  x {times:.0}"),
    }
}

/// An amount in a unit that suits it.
pub fn amount(value: f64, unit: Unit) -> String {
    let (units, step): (&[&str], f64) = match unit {
        Unit::Nanoseconds => (&["ns", "µs", "ms", "s"], 1000.0),
        Unit::Bytes => (&["B", "KiB", "MiB", "GiB"], 1024.0),
    };
    let mut value = value;
    let mut index = 0;
    while value >= step && index + 1 < units.len() {
        value /= step;
        index += 1;
    }
    let digits = if value < 10.0 {
        2
    } else {
        usize::from(value < 100.0)
    };
    format!("{value:.digits$} {}", units[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_fitting_unit() {
        for (value, unit, shown) in [
            (0.3, Unit::Nanoseconds, "0.30 ns"),
            (12_345.0, Unit::Nanoseconds, "12.3 µs"),
            (2.5e9, Unit::Nanoseconds, "2.50 s"),
            (456.0, Unit::Bytes, "456 B"),
            (2_097_152.0, Unit::Bytes, "2.00 MiB"),
        ] {
            assert_eq!(amount(value, unit), shown);
        }
    }
}
