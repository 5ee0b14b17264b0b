//! Axes: where a number lies, and which of them have a label.

use super::kinds::Chart;
use book_content::measurements::quantity::steps;
use book_content::measurements::{Spread, Unit};

/// An axis, on which places are shares from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    logarithmic: bool,
    /// The numbers that have a line, each with its label; none where there is
    /// no room for one.
    pub ticks: Vec<(f64, Option<String>)>,
}

impl Axis {
    /// A logarithmic axis for a chart, on which all that it shows lies.
    pub fn around(chart: &Chart, all: &[Spread], unit: Unit) -> Result<Self, String> {
        let numbers = all.iter().flat_map(|it| [it.low, it.median, it.high]);
        Self::logarithmic(&numbers.collect::<Vec<_>>(), unit)
            .map_err(|error| format!("the chart {}: {error}", chart.id))
    }

    /// A logarithmic axis on which all of `numbers` lie, from one round number
    /// to another.
    pub fn logarithmic(numbers: &[f64], unit: Unit) -> Result<Self, String> {
        // A quartile of nothing is drawn to the end; a median has its place.
        let positive = || numbers.iter().copied().filter(|it| *it > 0.0);
        let (low, high) = (
            positive().fold(f64::INFINITY, f64::min),
            positive().fold(0.0, f64::max),
        );
        if high == 0.0 {
            return Err("a logarithmic axis cannot show nothing but zeros".into());
        }
        let values = match unit {
            Unit::Nanoseconds => decades(low, high),
            Unit::Bytes => doublings(low, high),
        };
        // Labels as wide as theirs need a fifth of a narrow chart each.
        let every = if values.len() > 6 { 2 } else { 1 };
        let label = |number: f64| {
            let (size, name) = steps(unit)
                .iter()
                .rev()
                .find(|(size, _)| number >= *size * 0.999)
                .unwrap_or(&steps(unit)[0]);
            let short = (number / size * 1000.0).round() / 1000.0;
            let name = if *name == "bytes" { "B" } else { name };
            format!("{short} {name}")
        };
        Ok(Self {
            low: values[0],
            high: values[values.len() - 1],
            logarithmic: true,
            ticks: values
                .iter()
                .enumerate()
                .map(|(index, number)| (*number, (index % every == 0).then(|| label(*number))))
                .collect(),
        })
    }

    /// An axis from zero on which `most` lies, with a line at each whole
    /// number.
    pub fn from_zero(most: f64) -> Self {
        let high = most.ceil().max(1.0);
        let step = (high / 8.0).ceil().max(1.0);
        let count = (high / step).ceil() as usize;
        Self {
            low: 0.0,
            high: step * count as f64,
            logarithmic: false,
            ticks: (0..=count)
                .map(|it| (it as f64 * step, Some(format!("{}", it as f64 * step))))
                .collect(),
        }
    }

    /// Where a number lies: 0 is the axis' beginning, 1 its end.
    pub fn place(&self, number: f64) -> f64 {
        let share = match self.logarithmic {
            true => (number.ln() - self.low.ln()) / (self.high.ln() - self.low.ln()),
            false => (number - self.low) / (self.high - self.low),
        };
        share.clamp(0.0, 1.0)
    }
}

/// Powers of ten around all; for less than two of them, 1, 2 and 5 between.
fn decades(low: f64, high: f64) -> Vec<f64> {
    let power = |number: f64| 10f64.powi(number as i32);
    let first = (low.log10() + 1e-9).floor();
    let last = (high.log10() - 1e-9).ceil().max(first + 1.0);
    if last - first > 2.0 {
        return (first as i32..=last as i32)
            .map(|it| power(f64::from(it)))
            .collect();
    }
    let all: Vec<f64> = (first as i32..=last as i32)
        .flat_map(|it| [1.0, 2.0, 5.0].map(|step| step * power(f64::from(it))))
        .collect();
    let from = all
        .iter()
        .rposition(|it| *it <= low * 1.000_001)
        .unwrap_or(0);
    let to = all
        .iter()
        .position(|it| *it >= high * 0.999_999)
        .unwrap_or(all.len() - 1);
    all[from..=to.max(from + 1)].to_vec()
}

/// Powers of two around all, so far apart that there are few, and such that
/// 1 KiB and 1 MiB are among them.
fn doublings(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = ((low.log2() + 1e-9).floor(), (high.log2() - 1e-9).ceil());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|step| (last - first) / step <= 5.0)
        .unwrap_or(10.0);
    let first = (first / step).floor();
    let last = (last / step).ceil().max(first + 1.0);
    (first as i32..=last as i32)
        .map(|it| 2f64.powf(f64::from(it) * step))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, unit: Unit) -> Vec<String> {
        let axis = Axis::logarithmic(&[low, high], unit).unwrap();
        axis.ticks
            .into_iter()
            .map(|(_, label)| label.unwrap_or_default())
            .collect()
    }

    #[test]
    fn ends_are_round_and_labels_have_room() {
        let time = |low, high| labels(low, high, Unit::Nanoseconds);
        assert_eq!(
            time(640.0, 12e6),
            [
                "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"
            ]
            .iter()
            .enumerate()
            .map(|(at, it)| if at % 2 == 0 { *it } else { "" })
            .collect::<Vec<_>>()
        );
        assert_eq!(time(1000.0, 1e6), ["1 µs", "10 µs", "100 µs", "1 ms"]);
        assert_eq!(time(2.3, 4.1), ["2 ns", "5 ns"]);
        assert_eq!(
            time(0.4, 9.0),
            ["0.2 ns", "0.5 ns", "1 ns", "2 ns", "5 ns", "10 ns"]
        );
        assert_eq!(time(5.0, 5.0), ["5 ns", "10 ns"]);
        let memory = |low, high| labels(low, high, Unit::Bytes);
        assert_eq!(
            memory(456.0, 6e6),
            ["32 B", "1 KiB", "32 KiB", "1 MiB", "32 MiB"]
        );
        assert_eq!(memory(3000.0, 7000.0), ["2 KiB", "4 KiB", "8 KiB"]);
    }

    #[test]
    fn places_are_shares_of_the_axis() {
        let axis = Axis::logarithmic(&[1e3, 1e5, 0.0], Unit::Nanoseconds).unwrap();
        assert!((axis.place(1e4) - 0.5).abs() < 1e-9);
        assert_eq!((axis.place(1e3), axis.place(1e5)), (0.0, 1.0));
        assert_eq!(axis.place(0.0), 0.0);
        assert!(Axis::logarithmic(&[0.0], Unit::Bytes).is_err());
        let axis = Axis::from_zero(3.2);
        assert_eq!(axis.ticks.len(), 5);
        assert_eq!(axis.place(1.0), 0.25);
        assert_eq!(Axis::from_zero(30.0).ticks.len(), 9);
    }
}
