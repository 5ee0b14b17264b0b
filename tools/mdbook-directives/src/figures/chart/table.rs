//! The numbers of a chart, as a table.

use super::kinds::{Chart, Kind, Parameter, parameter};
use super::lines::speed_ups;
use super::look::{NOISY, language, plain};
use crate::html::{block, filters};
use askama::Template;
use book_content::measurements::Data;
use book_content::measurements::quantity::{words, words_to};

#[derive(Template)]
#[template(path = "chart-table.html")]
struct Table<'a> {
    title: String,
    /// Where and with what it was measured.
    run: &'a str,
    heads: Vec<&'static str>,
    rows: Vec<Cells<'a>>,
}

/// A row of the table.
struct Cells<'a> {
    label: &'a str,
    language: &'static str,
    at: Option<String>,
    median: String,
    range: String,
    noisy: bool,
    /// In a table that compares: how many times as fast; empty for what the
    /// others are compared to.
    times: Option<String>,
}

/// A measurement and where it stands in the chart.
struct Row {
    name: String,
    /// What it is measured at, beside others of its series.
    at: Option<String>,
    /// The name of what it is compared to.
    base: Option<String>,
}

/// A disclosure with a row for each measurement, in the order in which the
/// chart's definition has them.
pub fn numbers(chart: &Chart, data: &Data, run: &str) -> String {
    let (at, compares) = match chart.kind {
        Kind::Dots(_) => (None, false),
        Kind::Lines { by, .. } => match by {
            Parameter::Size => (Some("Size"), false),
            Parameter::Share => (Some("Only read"), false),
        },
        Kind::Relative { .. } => (Some("Size"), true),
        Kind::SpeedUp { .. } => (Some("Threads"), true),
    };
    let mut heads = vec!["Contender", "Language"];
    heads.extend(at);
    heads.extend(["Median", "Middle half"]);
    heads.extend(compares.then_some("Times as fast"));
    block(&Table {
        title: plain(chart.title),
        run,
        heads,
        rows: rows(chart)
            .into_iter()
            .map(|it| cells(it, compares, data))
            .collect(),
    })
}

fn cells(row: Row, compares: bool, data: &Data) -> Cells<'_> {
    let measured = &data.measurements[&row.name];
    let spread = measured.spread();
    // With two digits, both ends would often be the same.
    let exact = |number| words_to(3, number, Some(measured.unit));
    let times = row.base.map(|base| {
        let base = data.measurements[&base].spread();
        let times = words(speed_ups(&spread, &base).median, None);
        times.trim_end_matches(" times").to_owned()
    });
    Cells {
        label: &measured.label,
        language: language(measured.language),
        at: row.at,
        median: words(spread.median, Some(measured.unit)),
        range: range(&exact(spread.low), &exact(spread.high)),
        noisy: spread.is_noisy(),
        times: compares.then(|| times.unwrap_or_default()),
    }
}

fn rows(chart: &Chart) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |name: String, at: Option<String>, base: Option<String>| {
        if !rows.iter().any(|row| row.name == name) {
            rows.push(Row { name, at, base });
        }
    };
    match chart.kind {
        Kind::Dots(names) => {
            for name in names {
                add((*name).to_owned(), None, None);
            }
        }
        Kind::Lines { by, at, series } => {
            for series in series {
                for it in at {
                    add(format!("{series}/{it}"), Some(parameter(by, *it)), None);
                }
            }
        }
        Kind::Relative { at, series } => {
            for (name, base) in series {
                for (series, base) in [(base, None), (name, Some(base))] {
                    for it in at {
                        let base = base.map(|base| format!("{base}/{it}"));
                        let size = parameter(Parameter::Size, *it);
                        add(format!("{series}/{it}"), Some(size), base);
                    }
                }
            }
        }
        Kind::SpeedUp {
            threads,
            series,
            serial,
        } => {
            for base in series.iter().map(|it| it.1).chain([serial.1, serial.0]) {
                add(base.to_owned(), Some(String::new()), None);
            }
            for (series, base) in series {
                for it in threads {
                    let base = Some((*base).to_owned());
                    add(format!("{series}/{it}"), Some(it.to_string()), base);
                }
            }
        }
    }
    rows
}

/// `9.6 to 10 µs`: the unit once, where it is the same.
fn range(low: &str, high: &str) -> String {
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((low, one)), Some((_, other))) if one == other => format!("{low} to {high}"),
        _ => format!("{low} to {high}"),
    }
}
