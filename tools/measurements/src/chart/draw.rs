//! The drawings.

use super::axis::Axis;
use super::{Chart, NOISY, Parameter, escape, inline, language, plain, series_label};
use crate::data::{Data, Language, Measurement, Spread, Unit};
use crate::values::words;
use std::fmt::Write as _;

/// The height of a chart of lines, and of its margins within.
const HEIGHT: f64 = 260.0;
const MARGIN: f64 = 8.0;

/// The marks of a language's series, in order: paths around the origin, and
/// whether they are hollow.
const RUST: [(&str, bool); 4] = [
    ("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", false),
    ("M0 -5.5L5.5 4.5H-5.5z", false),
    ("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", true),
    ("M0 -6L6 0L0 6L-6 0z", false),
];
const TYPESCRIPT: [(&str, bool); 4] = [
    ("M-4 -4H4V4H-4z", false),
    ("M-4 -4H4V4H-4z", true),
    ("M0 -6L6 0L0 6L-6 0z", true),
    ("M0 5.5L5.5 -4.5H-5.5z", false),
];

/// How a series looks: the classes and the mark.
#[derive(Debug, Clone, Copy)]
struct Look {
    language: &'static str,
    /// Which one it is of its language.
    nth: usize,
    mark: (&'static str, bool),
}

impl Look {
    fn of(language: Language, nth: usize) -> Self {
        let (name, marks) = match language {
            Language::Rust => ("rust", RUST),
            Language::TypeScript => ("typescript", TYPESCRIPT),
        };
        Self {
            // Prefixed: `rust` alone is the name of a theme of mdBook.
            language: name,
            nth: nth % marks.len(),
            mark: marks[nth % marks.len()],
        }
    }

    fn classes(&self) -> String {
        format!("of-{} nth-{}", self.language, self.nth)
    }

    /// The mark with its middle at a place.
    fn mark(&self, x: &str, y: f64, is_noisy: bool) -> String {
        let hollow = if self.mark.1 { " hollow" } else { "" };
        // Some marks are hollow anyway: what is noisy has a ring around it.
        let ring = match is_noisy {
            true => "<path class=\"ring\" d=\"M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z\"/>",
            false => "",
        };
        format!(
            "<svg x=\"{x}\" y=\"{y:.0}\">{ring}<path class=\"mark{hollow}\" d=\"{}\"/></svg>",
            self.mark.0
        )
    }
}

/// A share as SVG wants it.
fn percent(share: f64) -> String {
    // A tenth of a percent is half a pixel of a wide chart.
    let text = format!("{:.1}", share * 100.0);
    format!("{}%", text.trim_end_matches(".0"))
}

/// How text stands at a place, so that the ends of an axis keep it inside.
fn anchor(share: f64) -> &'static str {
    match share {
        _ if share < 0.04 => "start",
        _ if share > 0.96 => "end",
        _ => "middle",
    }
}

fn spreads<'a>(
    names: impl IntoIterator<Item = &'a str>,
    data: &'a Data,
) -> Vec<(&'a Measurement, Spread)> {
    names
        .into_iter()
        .map(|name| {
            let it = &data.measurements[name];
            (it, it.spread())
        })
        .collect()
}

fn axis_of(chart: &Chart, all: &[Spread], unit: Unit) -> Result<Axis, String> {
    let numbers: Vec<f64> = all
        .iter()
        .flat_map(|it| [it.low, it.median, it.high])
        .collect();
    Axis::logarithmic(&numbers, unit).map_err(|error| format!("the chart {}: {error}", chart.id))
}

/// The beginning of a drawing, with its story for those who do not see it.
fn image(chart: &Chart, class: &str, height: &str, story: &str) -> String {
    let id = chart.id;
    format!(
        "<svg class=\"{class}\" width=\"100%\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"chart-{id}-title\" aria-describedby=\"chart-{id}-story\">\n\
         <title id=\"chart-{id}-title\">{}</title>\n<desc id=\"chart-{id}-story\">{}</desc>\n",
        escape(&plain(chart.title)),
        escape(story)
    )
}

/// A row for each contender: what it is, how much, and where that lies.
pub fn dots(chart: &Chart, names: &[&str], data: &Data) -> Result<String, String> {
    let mut rows = spreads(names.iter().copied(), data);
    rows.sort_by(|a, b| a.1.median.total_cmp(&b.1.median));
    let all: Vec<Spread> = rows.iter().map(|it| it.1).collect();
    let unit = rows[0].0.unit;
    let axis = axis_of(chart, &all, unit)?;

    let mut html = String::from("<ul class=\"plot-legend\">\n");
    for language in [Language::TypeScript, Language::Rust] {
        if let Some((it, _)) = rows.iter().find(|it| it.0.language == language) {
            let look = Look::of(language, 0);
            let _ = writeln!(
                html,
                "<li class=\"{}\">{}{}</li>",
                look.classes(),
                swatch(&look, false),
                super::language(it)
            );
        }
    }
    html += "</ul>\n<div class=\"plot-rows\">\n";

    html += &image(chart, "plot-grid", "100%", &story_of_rows(chart, &rows));
    for (number, label) in &axis.ticks {
        let (share, x) = (axis.place(*number), percent(axis.place(*number)));
        let _ = writeln!(
            html,
            "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>"
        );
        if let Some(label) = label {
            let _ = writeln!(
                html,
                "<text x=\"{x}\" y=\"100%\" dy=\"1.5em\" text-anchor=\"{}\">{label}</text>",
                anchor(share)
            );
        }
    }
    html += "</svg>\n<ul>\n";
    // Where words stand above it, each row has its own.
    let mut ruler = String::from("<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\"/>");
    for (number, _) in &axis.ticks {
        let x = percent(axis.place(*number));
        let _ = write!(
            ruler,
            "<line class=\"notch\" x1=\"{x}\" x2=\"{x}\" y1=\"4\" y2=\"12\"/>"
        );
    }
    for (it, spread) in &rows {
        let look = Look::of(it.language, 0);
        let at = |number| percent(axis.place(number));
        let noisy = match spread.is_noisy() {
            true => format!(" <span class=\"plot-noisy\">{NOISY}</span>"),
            false => String::new(),
        };
        let _ = writeln!(
            html,
            "<li class=\"{}\"><span class=\"plot-label\">{}{noisy}</span> \
             <span class=\"plot-value\">{}</span>\
             <svg class=\"plot-track\" width=\"100%\" height=\"16\" aria-hidden=\"true\">{ruler}\
             <line class=\"whisker\" x1=\"{}\" x2=\"{}\" y1=\"8\" y2=\"8\"/>{}</svg></li>",
            look.classes(),
            inline(&it.label),
            words(spread.median, Some(unit)),
            at(spread.low),
            at(spread.high),
            look.mark(&at(spread.median), 8.0, spread.is_noisy())
        );
    }
    html += "</ul>\n</div>\n";
    Ok(html)
}

fn story_of_rows(chart: &Chart, rows: &[(&Measurement, Spread)]) -> String {
    let named = |(it, spread): &(&Measurement, Spread)| {
        format!(
            "{} ({}), {}",
            plain(&it.label),
            language(it),
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

/// The sign of a series in a legend.
fn swatch(look: &Look, with_line: bool) -> String {
    let (width, line) = match with_line {
        true => (
            34,
            "<line class=\"line\" x1=\"0\" x2=\"34\" y1=\"8\" y2=\"8\"/>",
        ),
        false => (12, ""),
    };
    format!(
        "<svg class=\"plot-swatch\" width=\"{width}\" height=\"16\" aria-hidden=\"true\">{line}{}</svg>",
        look.mark(&(width / 2).to_string(), 8.0, false)
    )
}

/// A series through points, from left to right.
struct Series {
    label: String,
    look: Look,
    language: &'static str,
    points: Vec<Spread>,
    /// Whether a point's middle half is too wide.
    noisy: Vec<bool>,
}

fn series(names: &[&str], at: &[u64], data: &Data) -> Vec<Series> {
    let mut seen = [0, 0];
    names
        .iter()
        .map(|name| {
            let keys: Vec<String> = at.iter().map(|it| format!("{name}/{it}")).collect();
            let measured = spreads(keys.iter().map(String::as_str), data);
            let first = measured[0].0;
            let nth = match first.language {
                Language::Rust => &mut seen[0],
                Language::TypeScript => &mut seen[1],
            };
            *nth += 1;
            Series {
                label: series_label(data, name, at),
                look: Look::of(first.language, *nth - 1),
                language: language(first),
                noisy: measured.iter().map(|it| it.1.is_noisy()).collect(),
                points: measured.into_iter().map(|it| it.1).collect(),
            }
        })
        .collect()
}

/// The series in the order in which they end, so that the legend can be read
/// from top to bottom as the lines can.
fn legend(all: &[Series], more: &str) -> String {
    let mut order: Vec<&Series> = all.iter().collect();
    let end = |it: &Series| it.points.last().map_or(0.0, |it| it.median);
    order.sort_by(|a, b| end(b).total_cmp(&end(a)));
    let mut html = String::from("<ul class=\"plot-legend\">\n");
    for it in order {
        let noisy = match it.noisy.contains(&true) {
            true => format!(" <span class=\"plot-noisy\">{NOISY} where ringed</span>"),
            false => String::new(),
        };
        let _ = writeln!(
            html,
            "<li class=\"{}\">{}<span>{} <span class=\"plot-language\">· {}</span>{noisy}</span></li>",
            it.look.classes(),
            swatch(&it.look, true),
            inline(&it.label),
            it.language
        );
    }
    html + more + "</ul>\n"
}

/// From a share of the height, counted from below, to pixels from above.
fn height(share: f64) -> f64 {
    HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN)
}

/// The lines and labels of both axes.
pub fn grid(y: &Axis, x: &[(f64, String)]) -> String {
    let mut html = String::new();
    for (number, label) in &y.ticks {
        let at = height(y.place(*number));
        let _ = writeln!(
            html,
            "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{at:.0}\" y2=\"{at:.0}\"/>"
        );
        if let Some(label) = label {
            let _ = writeln!(
                html,
                "<text x=\"0\" y=\"{at:.0}\" dx=\"-0.7em\" dy=\"0.35em\" text-anchor=\"end\">{label}</text>"
            );
        }
    }
    for (index, (share, label)) in x.iter().enumerate() {
        let at = percent(*share);
        // Two that would touch on a phone: the one at the end stays.
        let next = x.get(index + 1).filter(|_| index > 0);
        let is_close = next.is_some_and(|(next, other)| {
            let letters = (label.chars().count() + other.chars().count()) as f64 / 2.0;
            (next - share) * 270.0 < letters * 6.6 + 5.0
        });
        let class = if is_close { " class=\"close\"" } else { "" };
        let _ = writeln!(
            html,
            "<line class=\"grid\" x1=\"{at}\" x2=\"{at}\" y1=\"{HEIGHT}\" y2=\"{:.0}\"/>\
             <text{class} x=\"{at}\" y=\"{HEIGHT}\" dy=\"1.4em\" text-anchor=\"middle\">{label}</text>",
            HEIGHT - MARGIN
        );
    }
    html
}

/// Lines, whiskers and marks of all series; `x` has the places.
fn curves(all: &[Series], x: &[f64], y: &Axis) -> String {
    let mut html = String::new();
    for it in all {
        let _ = writeln!(html, "<g class=\"{}\">", it.look.classes());
        let middle = |index: usize| height(y.place(it.points[index].median));
        for index in 1..it.points.len() {
            let _ = writeln!(
                html,
                "<line class=\"line\" x1=\"{}\" y1=\"{:.0}\" x2=\"{}\" y2=\"{:.0}\"/>",
                percent(x[index - 1]),
                middle(index - 1),
                percent(x[index]),
                middle(index)
            );
        }
        for (index, spread) in it.points.iter().enumerate() {
            let at = percent(x[index]);
            let _ = writeln!(
                html,
                "<line class=\"whisker\" x1=\"{at}\" y1=\"{:.0}\" x2=\"{at}\" y2=\"{:.0}\"/>{}",
                height(y.place(spread.low)),
                height(y.place(spread.high)),
                it.look.mark(&at, middle(index), it.noisy[index])
            );
        }
        html += "</g>\n";
    }
    html
}

/// Lines over a parameter.
pub fn lines(
    chart: &Chart,
    by: Parameter,
    at: &[u64],
    names: &[&str],
    data: &Data,
) -> Result<String, String> {
    let all = series(names, at, data);
    let unit = data.measurements[&format!("{}/{}", names[0], at[0])].unit;
    let points: Vec<Spread> = all.iter().flat_map(|it| it.points.clone()).collect();
    let y = axis_of(chart, &points, unit)?;
    let count = at.len() as f64;
    let (first, last) = (at[0] as f64, at[at.len() - 1] as f64);
    let x: Vec<f64> = at
        .iter()
        .enumerate()
        .map(|(index, it)| match by {
            Parameter::Size => (*it as f64 / first).ln() / (last / first).ln(),
            Parameter::Share => (index as f64 + 0.5) / count,
        })
        .collect();
    let labels = at.iter().map(|it| parameter(by, *it));
    let ticks: Vec<(f64, String)> = x.iter().copied().zip(labels).collect();
    let mut story = format!("{}, on a logarithmic axis.", plain(chart.counts));
    for it in &all {
        story += &tale(
            it,
            |number| words(number, Some(unit)),
            |index| ticks[index].1.clone(),
        );
    }
    Ok(format!(
        "{}<div class=\"plot-lines\">\n{}{}{}</svg>\n</div>\n",
        legend(&all, ""),
        image(chart, "plot-canvas", &HEIGHT.to_string(), &story),
        grid(&y, &ticks),
        curves(&all, &x, &y)
    ))
}

/// ` move (Rust): from 120 ns at 8 bytes to 130 ns at 8 MiB.`
fn tale(it: &Series, say: impl Fn(f64) -> String, at: impl Fn(usize) -> String) -> String {
    let (first, last) = (it.points[0].median, it.points[it.points.len() - 1].median);
    let extreme = |which: fn(f64, f64) -> bool| {
        (0..it.points.len()).fold(0, |best, index| {
            match which(it.points[index].median, it.points[best].median) {
                true => index,
                false => best,
            }
        })
    };
    let mut text = format!(
        " {} ({}): {} at {}, {} at {}",
        plain(&it.label),
        it.language,
        say(first),
        at(0),
        say(last),
        at(it.points.len() - 1)
    );
    // Where it goes up and down, the ends are not the whole story.
    for (word, index) in [
        ("least", extreme(|a, b| a < b)),
        ("most", extreme(|a, b| a > b)),
    ] {
        if index != 0 && index != it.points.len() - 1 {
            text += &format!(", {word} {} at {}", say(it.points[index].median), at(index));
        }
    }
    text + "."
}

/// A parameter as the axis and the table name it.
pub fn parameter(by: Parameter, at: u64) -> String {
    match by {
        Parameter::Share => format!("{at} %"),
        Parameter::Size => {
            let steps = crate::values::steps(Unit::Bytes);
            let (size, name) = steps
                .iter()
                .rev()
                .find(|(size, _)| at as f64 >= *size)
                .unwrap_or(&steps[0]);
            format!("{} {name}", at as f64 / size)
        }
    }
}

/// How many times as fast on how many threads: base / value.
pub fn speed_ups(of: &Spread, base: &Spread) -> Spread {
    Spread {
        low: base.median / of.high,
        median: base.median / of.median,
        high: base.median / of.low,
    }
}

/// How many times as fast `threads` threads can be at best where the share
/// `serial` cannot be divided.
pub fn amdahl(serial: f64, threads: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / threads)
}

/// How many times as fast as something else, at each size.
pub fn relative(
    chart: &Chart,
    at: &[u64],
    names: &[(&str, &str)],
    data: &Data,
) -> Result<String, String> {
    let bare: Vec<&str> = names.iter().map(|it| it.0).collect();
    let mut all = series(&bare, at, data);
    for (it, (name, base)) in all.iter_mut().zip(names) {
        for (point, size) in it.points.iter_mut().zip(at) {
            if point.low <= 0.0 {
                return Err(format!(
                    "the chart {}: {name}/{size} took no time at all",
                    chart.id
                ));
            }
            *point = speed_ups(
                point,
                &data.measurements[&format!("{base}/{size}")].spread(),
            );
        }
    }
    let highs = all.iter().flat_map(|it| it.points.iter().map(|it| it.high));
    let y = Axis::from_zero(highs.fold(1.0, f64::max));
    let (first, last) = (at[0] as f64, at[at.len() - 1] as f64);
    let place = |it: &u64| (*it as f64 / first).ln() / (last / first).ln();
    let x: Vec<f64> = at.iter().map(place).collect();
    let labels = at.iter().map(|it| parameter(Parameter::Size, *it));
    let ticks: Vec<(f64, String)> = x.iter().copied().zip(labels).collect();
    let mut story = format!("{}.", plain(chart.counts));
    for it in &all {
        story += &tale(
            it,
            |number| words(number, None),
            |index| ticks[index].1.clone(),
        );
    }
    let one = height(y.place(1.0));
    Ok(format!(
        "{}<div class=\"plot-lines\">\n{}{}\
         <line class=\"perfect\" x1=\"0\" y1=\"{one:.0}\" x2=\"100%\" y2=\"{one:.0}\"/>\n{}</svg>\n</div>\n",
        legend(
            &all,
            "<li class=\"plot-ideal\"><svg class=\"plot-swatch\" width=\"34\" height=\"16\" aria-hidden=\"true\">\
             <line class=\"perfect\" x1=\"0\" x2=\"34\" y1=\"8\" y2=\"8\"/></svg><span>one thread</span></li>\n"
        ),
        image(chart, "plot-canvas", &HEIGHT.to_string(), &story),
        grid(&y, &ticks),
        curves(&all, &x, &y)
    ))
}

/// Speed-ups over the number of threads, and what they could be at best.
pub fn speed_up(
    chart: &Chart,
    threads: &[u64],
    names: &[(&str, &str)],
    serial: (&str, &str),
    data: &Data,
) -> Result<String, String> {
    let bare: Vec<&str> = names.iter().map(|it| it.0).collect();
    let mut all = series(&bare, threads, data);
    for (it, (name, base)) in all.iter_mut().zip(names) {
        let base = data.measurements[*base].spread();
        for point in &mut it.points {
            if point.low <= 0.0 {
                return Err(format!(
                    "the chart {}: {name} took no time at all",
                    chart.id
                ));
            }
            *point = speed_ups(point, &base);
        }
    }
    let [part, whole] = [serial.0, serial.1].map(|name| data.measurements[name].spread().median);
    if whole <= 0.0 || part > whole {
        return Err(format!(
            "the chart {}: {} is no part of {}",
            chart.id, serial.0, serial.1
        ));
    }
    let share = part / whole;
    let (first, last) = (threads[0] as f64, threads[threads.len() - 1] as f64);
    let most = all
        .iter()
        .flat_map(|it| it.points.iter().map(|it| it.high))
        .fold(last.min(data.machine.logical_cpus as f64), f64::max);
    let y = Axis::from_zero(most);
    // More threads than CPUs cannot be faster than as many.
    let cpus = data.machine.logical_cpus as f64;
    let x: Vec<f64> = threads
        .iter()
        .map(|it| (*it as f64 - first) / (last - first))
        .collect();
    let word = |count: u64| match count {
        1 => "1 thread".to_owned(),
        many => format!("{many} threads"),
    };
    let labels = threads.iter().map(u64::to_string);
    let ticks: Vec<(f64, String)> = x.iter().copied().zip(labels).collect();

    let at_best = |threads: f64| height(y.place(amdahl(share, threads.min(cpus))));
    let bend = cpus.clamp(first, last);
    let mut ideal = String::new();
    for (from, to) in [(first, bend), (bend, last)] {
        if from < to {
            let _ = writeln!(
                ideal,
                "<line class=\"perfect\" x1=\"{}\" y1=\"{:.0}\" x2=\"{}\" y2=\"{:.0}\"/>",
                percent((from - first) / (last - first)),
                height(y.place(from.min(cpus))),
                percent((to - first) / (last - first)),
                height(y.place(to.min(cpus)))
            );
        }
    }
    let steps = 24;
    for step in 0..steps {
        let [from, to] = [step, step + 1].map(|it| f64::from(it) / f64::from(steps));
        let count = |share: f64| first + share * (last - first);
        let _ = writeln!(
            ideal,
            "<line class=\"amdahl\" x1=\"{}\" y1=\"{:.0}\" x2=\"{}\" y2=\"{:.0}\"/>",
            percent(from),
            at_best(count(from)),
            // A gap after each piece makes the dashes.
            percent(from + (to - from) * 0.62),
            at_best(count(from + (to - from) * 0.62))
        );
    }
    let serial = format!("{} %", words_of_share(share));
    let mut story = format!(
        "{}. Perfect would be as many times as there are threads, up to the {cpus} CPUs of the \
         machine. By Amdahl's law, with {serial} that cannot be divided, {cpus} CPUs are at best {} \
         as fast.",
        plain(chart.counts),
        words(amdahl(share, cpus), None)
    );
    for it in &all {
        story += &tale(
            it,
            |number| words(number, None),
            |index| word(threads[index]),
        );
    }
    let more = format!(
        "<li class=\"plot-ideal\"><svg class=\"plot-swatch\" width=\"34\" height=\"16\" aria-hidden=\"true\">\
         <line class=\"perfect\" x1=\"0\" x2=\"34\" y1=\"8\" y2=\"8\"/></svg><span>perfect, on {cpus} CPUs</span></li>\n\
         <li class=\"plot-ideal\"><svg class=\"plot-swatch\" width=\"34\" height=\"16\" aria-hidden=\"true\">\
         <line class=\"amdahl\" x1=\"0\" x2=\"9\" y1=\"8\" y2=\"8\"/>\
         <line class=\"amdahl\" x1=\"13\" x2=\"22\" y1=\"8\" y2=\"8\"/>\
         <line class=\"amdahl\" x1=\"26\" x2=\"34\" y1=\"8\" y2=\"8\"/></svg>\
         <span>Amdahl’s law: {serial} of the Rust program cannot be divided</span></li>\n"
    );
    Ok(format!(
        "{}<div class=\"plot-lines\">\n{}{}{ideal}{}</svg>\n</div>\n",
        legend(&all, &more),
        image(chart, "plot-canvas", &HEIGHT.to_string(), &story),
        grid(&y, &ticks),
        curves(&all, &x, &y)
    ))
}

/// A share in percent, to two digits.
fn words_of_share(share: f64) -> String {
    let text = words(share * 100.0, None);
    text.trim_end_matches(" times").to_owned()
}
