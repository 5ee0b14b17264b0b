//! The charts of what was measured, as mark-up.
//!
//! A chart is HTML with SVG in which text keeps the page's size: nothing has a
//! `viewBox`, places along the axis are percentages, heights are pixels. It
//! needs neither scripts nor color: series differ in the shape of their marks
//! and in their dashes, and every number stands in a table below. That is why
//! it is drawn here: the crates that draw charts (plotters, charming, poloto,
//! charts-rs) make pictures of a fixed size, whose text shrinks with them on a
//! phone, or need a script.

mod axis;
pub mod book;
mod dots;
mod kinds;
mod lines;
mod look;
mod table;

use crate::html::{block, filters};
use askama::Template;
pub use book::{CHARTS, named, showing};
use book_content::measurements::facts::{date, machine, versions};
use book_content::measurements::quantity::steps;
use book_content::measurements::{COMMAND, Data};
pub use kinds::Chart;
use kinds::Kind;
use std::collections::BTreeSet;

/// The figure of a chart.
#[derive(Template)]
#[template(path = "chart.html")]
struct Figure<'a> {
    chart: &'a Chart,
    /// `Chart 10.1`; none on a page without a number.
    number: Option<&'a str>,
    /// What is said of the axis after what it counts.
    axis: &'static str,
    /// The drawing and the table below it, or why there is none.
    drawn: Result<Drawn<'a>, &'a str>,
}

struct Drawn<'a> {
    drawing: String,
    data: &'a Data,
    date: String,
    command: String,
    table: String,
}

/// The figure of a chart. `number` is such as `Chart 10.1`; none on a page
/// without one.
///
/// # Errors
///
/// A measurement that the run lacks, or that cannot be drawn.
pub fn figure(chart: &Chart, data: &Data, number: Option<&str>) -> Result<String, String> {
    let names = chart.names();
    let lacks: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !data.measurements.contains_key(*name))
        .collect();
    if !lacks.is_empty() {
        return Err(format!(
            "the chart {} needs {}, which the run does not have; measure again (`{COMMAND} -- \
             --book`), or mend the chart in tools/mdbook-directives/src/figures/chart/book.rs",
            chart.id,
            lacks.join(" and "),
        ));
    }
    let units: BTreeSet<&str> = names
        .iter()
        .map(|name| steps(data.measurements[name].unit)[0].1)
        .collect();
    if units.len() != 1 {
        return Err(format!(
            "the chart {} has measurements of time and of memory",
            chart.id
        ));
    }
    let drawing = match chart.kind {
        Kind::Dots(names) => dots::draw(chart, names, data)?,
        Kind::Lines { by, at, series } => lines::over(chart, by, at, series, data)?,
        Kind::Relative { at, series } => lines::relative(chart, at, series, data)?,
        Kind::SpeedUp {
            threads,
            series,
            serial,
        } => lines::speed_up(chart, threads, series, serial, data)?,
    };
    let drawn = Drawn {
        drawing,
        data,
        date: date(&data.date),
        command: chart.command(),
        table: table::numbers(chart, data, &run(chart, data)),
    };
    Ok(framed(chart, number, Ok(drawn)))
}

/// The figure where the run lacks what it shows: `why` in its place.
pub fn without_drawing(chart: &Chart, number: Option<&str>, why: &str) -> String {
    framed(chart, number, Err(why))
}

fn framed(chart: &Chart, number: Option<&str>, drawn: Result<Drawn<'_>, &str>) -> String {
    block(&Figure {
        chart,
        number,
        axis: match chart.kind {
            Kind::SpeedUp { .. } => "",
            Kind::Relative { .. } => ". It pays above 1",
            _ => ". The axis is logarithmic",
        },
        drawn,
    })
}

/// Where it was measured, and with which versions of what it is about.
fn run(chart: &Chart, data: &Data) -> String {
    let names = chart.names();
    let is_about = |version: &str| {
        let (rust, typescript) = chart.languages(data);
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
    format!("{}; {}", machine(data), versions(data, is_about))
}

#[cfg(test)]
mod tests;
