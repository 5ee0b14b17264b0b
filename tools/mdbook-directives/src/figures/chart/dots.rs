//! A row for each contender: what it is, how much, and where that lies.

use super::axis::Axis;
use super::kinds::Chart;
use super::look::{Look, Mark, NOISY, language, percent, plain, spreads};
use crate::html::{block, filters};
use askama::Template;
use book_content::measurements::quantity::words;
use book_content::measurements::{Data, Language, Measurement, Spread};

#[derive(Template)]
#[template(path = "chart-dots.html")]
struct Dots<'a> {
    chart: &'a Chart,
    title: String,
    story: String,
    legend: Vec<(Mark, &'static str)>,
    ticks: Vec<Tick>,
    rows: Vec<Row<'a>>,
}

struct Tick {
    x: String,
    label: Option<String>,
    /// How the label stands, so that the ends of an axis keep it inside.
    anchor: &'static str,
}

struct Row<'a> {
    label: &'a str,
    value: String,
    low: String,
    high: String,
    mark: Mark,
}

pub fn draw(chart: &Chart, names: &[&str], data: &Data) -> Result<String, String> {
    let mut rows = spreads(names.iter().copied(), data);
    rows.sort_by(|a, b| a.1.median.total_cmp(&b.1.median));
    let all: Vec<Spread> = rows.iter().map(|it| it.1).collect();
    let unit = rows[0].0.unit;
    let axis = Axis::around(chart, &all, unit)?;
    let at = |number| percent(axis.place(number));
    let mark = |language, x: String, noisy| Mark {
        look: Look::of(language, 0),
        x,
        y: "8".into(),
        noisy,
    };
    let legend = [Language::TypeScript, Language::Rust].into_iter();
    let legend = legend.filter(|it| rows.iter().any(|row| row.0.language == *it));
    Ok(block(&Dots {
        chart,
        title: plain(chart.title),
        story: story(chart, &rows),
        legend: legend
            .map(|it| (mark(it, "6".into(), false), language(it)))
            .collect(),
        ticks: axis
            .ticks
            .iter()
            .map(|(number, label)| Tick {
                x: at(*number),
                label: label.clone(),
                anchor: match axis.place(*number) {
                    share if share < 0.04 => "start",
                    share if share > 0.96 => "end",
                    _ => "middle",
                },
            })
            .collect(),
        rows: rows
            .iter()
            .map(|(it, spread)| Row {
                label: &it.label,
                value: words(spread.median, Some(unit)),
                low: at(spread.low),
                high: at(spread.high),
                mark: mark(it.language, at(spread.median), spread.is_noisy()),
            })
            .collect(),
    }))
}

fn story(chart: &Chart, rows: &[(&Measurement, Spread)]) -> String {
    let named = |(it, spread): &(&Measurement, Spread)| {
        format!(
            "{} ({}), {}",
            plain(&it.label),
            language(it.language),
            words(spread.median, Some(it.unit))
        )
    };
    let (Some(least), Some(most)) = (rows.first(), rows.last()) else {
        return String::new();
    };
    let times = match least.1.median > 0.0 {
        true => format!(", {} as much", words(most.1.median / least.1.median, None)),
        false => String::new(),
    };
    format!(
        "{}, on a logarithmic axis. Least: {}. Most: {}{times}.",
        plain(chart.counts),
        named(least),
        named(most)
    )
}
