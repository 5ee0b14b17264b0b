//! Numbers with units: to few digits in words, and back from what an author
//! writes.

use super::data::Unit;
use crate::words::grouped;

/// A number to two digits with its unit.
pub fn words(number: f64, unit: Option<Unit>) -> String {
    words_to(2, number, unit)
}

/// A number to so many digits with its unit.
pub fn words_to(places: i32, number: f64, unit: Option<Unit>) -> String {
    match unit {
        None => format!("{} times", digits(number, places)),
        Some(unit) => {
            let (number, unit) = scaled(number, unit, places);
            format!("{number} {unit}")
        }
    }
}

/// The number as it was typed, in a unit in which it is short.
pub(super) fn bound(number: f64, unit: Option<Unit>) -> String {
    let Some(unit) = unit else {
        return format!("{} times", grouped(&number.to_string()));
    };
    let steps = steps(unit);
    let (size, name) = steps
        .iter()
        .rev()
        .find(|(size, _)| number >= *size)
        .unwrap_or(&steps[0]);
    format!("{} {name}", grouped(&(number / size).to_string()))
}

/// Units from small to large.
pub fn steps(unit: Unit) -> &'static [(f64, &'static str)] {
    match unit {
        Unit::Nanoseconds => &[(1.0, "ns"), (1e3, "µs"), (1e6, "ms"), (1e9, "s")],
        Unit::Bytes => &[
            (1.0, "bytes"),
            (1024.0, "KiB"),
            (1_048_576.0, "MiB"),
            (1_073_741_824.0, "GiB"),
        ],
    }
}

fn scaled(number: f64, unit: Unit, places: i32) -> (String, &'static str) {
    let steps = steps(unit);
    if unit == Unit::Bytes && number.round() < 1024.0 {
        let name = if number.round() == 1.0 {
            "byte"
        } else {
            "bytes"
        };
        return (format!("{number:.0}"), name);
    }
    let mut at = steps
        .iter()
        .rposition(|(size, _)| number >= *size)
        .unwrap_or(0);
    // 999.6 ns is 1.0 µs, and so is 1,020 KiB 1.0 MiB.
    if rounded(number / steps[at].0, places) >= 1000.0 && at + 1 < steps.len() {
        at += 1;
    }
    (digits(number / steps[at].0, places), steps[at].1)
}

/// To so many digits, as a number.
fn rounded(number: f64, places: i32) -> f64 {
    if number <= 0.0 {
        return 0.0;
    }
    let step = 10f64.powi(number.log10().floor() as i32 + 1 - places);
    (number / step).round() * step
}

/// To so many digits, as text: `0.43`, `3.4`, `70`, `1,200`.
fn digits(number: f64, places: i32) -> String {
    let short = rounded(number, places);
    if short == 0.0 {
        return "0".to_owned();
    }
    // 9.99 is rounded to 10, which has one digit more before the point.
    let before = (short * (1.0 + 1e-12)).log10().floor() as i32 + 1;
    match places - before {
        ..=0 => grouped(&short.round().to_string()),
        after => format!("{short:.*}", after as usize),
    }
}

/// `10`, `1 µs`, `64 KiB`, as nanoseconds, bytes or times.
pub(super) fn quantity(text: &str) -> Option<(f64, Option<Unit>)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !".,".contains(c))
        .unwrap_or(text.len());
    let number: f64 = text[..end].replace(',', "").parse().ok()?;
    if number <= 0.0 {
        return None;
    }
    let name = match text[end..].trim() {
        "" => return Some((number, None)),
        "us" | "μs" => "µs",
        "byte" => "bytes",
        name => name,
    };
    [Unit::Nanoseconds, Unit::Bytes]
        .into_iter()
        .find_map(|unit| {
            let (size, _) = steps(unit).iter().find(|(_, it)| *it == name)?;
            Some((number * size, Some(unit)))
        })
}

/// What a number counts, in a word.
pub(super) fn counts(unit: Unit) -> &'static str {
    match unit {
        Unit::Nanoseconds => "time",
        Unit::Bytes => "memory",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_in_sensible_units() {
        for (number, unit, text) in [
            (643.0, Some(Unit::Nanoseconds), "640 ns"),
            (0.4961, Some(Unit::Nanoseconds), "0.50 ns"),
            (3.04, Some(Unit::Nanoseconds), "3.0 ns"),
            (9.96, Some(Unit::Nanoseconds), "10 ns"),
            (9_812.0, Some(Unit::Nanoseconds), "9.8 µs"),
            (999.6, Some(Unit::Nanoseconds), "1.0 µs"),
            (994.0, Some(Unit::Nanoseconds), "990 ns"),
            (12_400_000.0, Some(Unit::Nanoseconds), "12 ms"),
            (1.31e9, Some(Unit::Nanoseconds), "1.3 s"),
            (1.31e11, Some(Unit::Nanoseconds), "130 s"),
            (0.0, Some(Unit::Nanoseconds), "0 ns"),
            (456.2, Some(Unit::Bytes), "456 bytes"),
            (1.0, Some(Unit::Bytes), "1 byte"),
            (1023.7, Some(Unit::Bytes), "1.0 KiB"),
            (9_933.0, Some(Unit::Bytes), "9.7 KiB"),
            (1_044_480.0, Some(Unit::Bytes), "1.0 MiB"),
            (2_097_152.0, Some(Unit::Bytes), "2.0 MiB"),
            (3.44, None, "3.4 times"),
            (70.4, None, "70 times"),
            (1_234.0, None, "1,200 times"),
            (0.434, None, "0.43 times"),
            (1_234_567.0, None, "1,200,000 times"),
        ] {
            assert_eq!(words(number, unit), text, "{number}");
        }
        assert_eq!(words_to(3, 11_234.0, Some(Unit::Nanoseconds)), "11.2 µs");
        assert_eq!(words_to(3, 643.4, Some(Unit::Nanoseconds)), "643 ns");
        assert_eq!(words_to(3, 999.96, Some(Unit::Nanoseconds)), "1.00 µs");
    }
}
