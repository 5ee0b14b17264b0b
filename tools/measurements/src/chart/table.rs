//! The numbers of a chart, as a table.

use super::draw::{parameter, speed_ups};
use super::{Chart, Kind, NOISY, escape, inline, language, plain};
use crate::data::{Data, Spread};
use crate::values::{words, words_to};
use std::borrow::Cow;
use std::fmt::Write as _;

struct Row<'a> {
    name: String,
    /// What it is measured at, beside others of its series.
    at: Option<String>,
    /// How many times as fast as what it is compared to.
    speed_up: Option<Cow<'a, str>>,
}

/// A disclosure with a row for each measurement, in the order in which the
/// chart's table in the source has them.
pub fn numbers(chart: &Chart, data: &Data) -> String {
    let row = |name: &str, at: Option<String>, speed_up| Row {
        name: name.to_owned(),
        at,
        speed_up,
    };
    let (rows, at, compares): (Vec<Row<'_>>, Option<&str>, bool) = match chart.kind {
        Kind::Dots(names) => (
            names.iter().map(|name| row(name, None, None)).collect(),
            None,
            false,
        ),
        Kind::Lines { by, at, series } => (
            series
                .iter()
                .flat_map(|series| {
                    at.iter().map(move |it| {
                        row(&format!("{series}/{it}"), Some(parameter(by, *it)), None)
                    })
                })
                .collect(),
            Some(match by {
                super::Parameter::Size => "Size",
                super::Parameter::Share => "Only read",
            }),
            false,
        ),
        Kind::Relative { at, series } => {
            let mut rows: Vec<Row<'_>> = Vec::new();
            for (name, base) in series {
                for (series, base) in [(base, None), (name, Some(base))] {
                    for it in at {
                        let name = format!("{series}/{it}");
                        if !rows.iter().any(|row| row.name == name) {
                            let at = parameter(super::Parameter::Size, *it);
                            let base = base.map(|base| Cow::from(format!("{base}/{it}")));
                            rows.push(row(&name, Some(at), base));
                        }
                    }
                }
            }
            (rows, Some("Size"), true)
        }
        Kind::SpeedUp {
            threads,
            series,
            serial,
        } => {
            let mut rows: Vec<Row<'_>> = Vec::new();
            for base in series.iter().map(|it| it.1).chain([serial.1, serial.0]) {
                if !rows.iter().any(|it| it.name == base) {
                    rows.push(row(base, Some(String::new()), None));
                }
            }
            for (series, base) in series {
                for it in threads {
                    let name = format!("{series}/{it}");
                    rows.push(row(&name, Some(it.to_string()), Some(Cow::from(*base))));
                }
            }
            (rows, Some("Threads"), true)
        }
    };

    let mut html = format!(
        "<details class=\"plot-numbers\">\n<summary>The numbers</summary>\n\
         <div class=\"table-wrapper\">\n<table>\n<caption>{}. {}.</caption>\n<thead>\n<tr>\
         <th scope=\"col\">Contender</th><th scope=\"col\">Language</th>",
        escape(&plain(chart.title)),
        escape(&chart.run(data))
    );
    let heads = [at, Some("Median"), Some("Middle half")];
    let heads = heads
        .into_iter()
        .chain([compares.then_some("Times as fast")]);
    for head in heads.flatten() {
        let _ = write!(html, "<th scope=\"col\">{head}</th>");
    }
    html += "</tr>\n</thead>\n<tbody>\n";
    for it in rows {
        let measured = &data.measurements[&it.name];
        let spread = measured.spread();
        let say = |number| words(number, Some(measured.unit));
        // With two digits, both ends would often be the same.
        let exact = |number| words_to(3, number, Some(measured.unit));
        let noisy = match spread.is_noisy() {
            true => format!(" <span class=\"plot-noisy\">{NOISY}</span>"),
            false => String::new(),
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td>",
            inline(&measured.label),
            language(measured)
        );
        if let Some(at) = it.at {
            let _ = write!(html, "<td>{at}</td>");
        }
        let _ = write!(
            html,
            "<td>{}</td><td>{}{noisy}</td>",
            say(spread.median),
            range(&exact(spread.low), &exact(spread.high))
        );
        if compares {
            let times = it.speed_up.map(|base| {
                let Spread { median, .. } = speed_ups(&spread, &data.measurements[&*base].spread());
                words(median, None)
            });
            let times = times.unwrap_or_default();
            let _ = write!(html, "<td>{}</td>", times.trim_end_matches(" times"));
        }
        html += "</tr>\n";
    }
    html + "</tbody>\n</table>\n</div>\n</details>\n"
}

/// `9.6 to 10 µs`: the unit once, where it is the same.
fn range(low: &str, high: &str) -> String {
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((low, one)), Some((_, other))) if one == other => format!("{low} to {high}"),
        _ => format!("{low} to {high}"),
    }
}
