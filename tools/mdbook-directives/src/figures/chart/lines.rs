//! Series through points: over sizes or shares, compared with something else,
//! or over the number of threads.

use super::axis::Axis;
use super::kinds::{Chart, Parameter, parameter};
use super::look::{Look, Mark, NOISY, language, percent, plain, spreads};
use crate::html::{block, filters};
use askama::Template;
use book_content::measurements::quantity::words;
use book_content::measurements::{Data, Language, Spread};
use book_content::words::counted;

/// The height of the drawing, and of its margins within.
const HEIGHT: f64 = 260.0;
const MARGIN: f64 = 8.0;

#[derive(Template)]
#[template(path = "chart-lines.html")]
struct Lines<'a> {
    chart: &'a Chart,
    title: String,
    story: String,
    /// The series in the order in which they end, so that the legend can be
    /// read from top to bottom as the lines can.
    legend: Vec<(&'a Series, Mark)>,
    ideals: &'a [Ideal],
    height: f64,
    grid: Grid,
    /// The lines of `ideals`: their class and ends.
    ideal_lines: &'a [(&'static str, Line)],
    curves: Vec<Curve>,
}

/// What series are compared to.
struct Ideal {
    words: String,
    class: &'static str,
    /// The dashes of its sign, from where to where.
    dashes: &'static [(u8, u8)],
}

/// The lines and labels of both axes.
pub struct Grid {
    y: Vec<(String, Option<String>)>,
    x: Vec<XTick>,
}

struct XTick {
    at: String,
    label: String,
    /// Whether it would touch the next on a phone: the one at the end stays.
    close: bool,
}

struct Line {
    x1: String,
    y1: String,
    x2: String,
    y2: String,
}

struct Curve {
    look: Look,
    lines: Vec<Line>,
    points: Vec<(Line, Mark)>,
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

/// What differs between the kinds of drawing, beside the series.
struct Frame<'a> {
    chart: &'a Chart,
    /// The beginning of the story, to which each series adds its own.
    story: String,
    y: Axis,
    /// The places of the points, each with its label.
    x: Vec<(f64, String)>,
    ideals: Vec<Ideal>,
    ideal_lines: Vec<(&'static str, Line)>,
}

/// A line for each of `names`, over a parameter.
pub fn over(
    chart: &Chart,
    by: Parameter,
    at: &[u64],
    names: &[&str],
    data: &Data,
) -> Result<String, String> {
    let all = series(names, at, data);
    let unit = data.measurements[&format!("{}/{}", names[0], at[0])].unit;
    let points: Vec<Spread> = all.iter().flat_map(|it| it.points.clone()).collect();
    let count = at.len() as f64;
    let x = at.iter().enumerate().map(|(index, it)| {
        let place = match by {
            Parameter::Size => logarithmic(at, *it),
            Parameter::Share => (index as f64 + 0.5) / count,
        };
        (place, parameter(by, *it))
    });
    let frame = Frame {
        chart,
        story: format!("{}, on a logarithmic axis.", plain(chart.counts)),
        y: Axis::around(chart, &points, unit)?,
        x: x.collect(),
        ideals: Vec::new(),
        ideal_lines: Vec::new(),
    };
    let at = |index: usize| frame.x[index].1.clone();
    Ok(draw(&frame, &all, |number| words(number, Some(unit)), at))
}

/// How many times as fast as something else, at each size.
pub fn relative(
    chart: &Chart,
    at: &[u64],
    names: &[(&str, &str)],
    data: &Data,
) -> Result<String, String> {
    let all = compared(chart, at, names, data, |base, size| {
        format!("{base}/{size}")
    })?;
    let highs = all.iter().flat_map(|it| it.points.iter().map(|it| it.high));
    let y = Axis::from_zero(highs.fold(1.0, f64::max));
    let label = |it: &u64| (logarithmic(at, *it), parameter(Parameter::Size, *it));
    let one = pixels(height(y.place(1.0)));
    let frame = Frame {
        chart,
        story: format!("{}.", plain(chart.counts)),
        y,
        x: at.iter().map(label).collect(),
        ideals: vec![Ideal {
            words: "one thread".into(),
            class: "perfect",
            dashes: &[(0, 34)],
        }],
        ideal_lines: vec![(
            "perfect",
            Line {
                x1: "0".into(),
                y1: one.clone(),
                x2: "100%".into(),
                y2: one,
            },
        )],
    };
    let at = |index: usize| frame.x[index].1.clone();
    Ok(draw(&frame, &all, |number| words(number, None), at))
}

/// Speed-ups over the number of threads, and what they could be at best.
pub fn speed_up(
    chart: &Chart,
    threads: &[u64],
    names: &[(&str, &str)],
    serial: (&str, &str),
    data: &Data,
) -> Result<String, String> {
    let all = compared(chart, threads, names, data, |base, _| base.to_owned())?;
    let [part, whole] = [serial.0, serial.1].map(|name| data.measurements[name].spread().median);
    if whole <= 0.0 || part > whole {
        return Err(format!(
            "the chart {}: {} is no part of {}",
            chart.id, serial.0, serial.1
        ));
    }
    let share = part / whole;
    let (first, last) = (threads[0] as f64, threads[threads.len() - 1] as f64);
    // More threads than CPUs cannot be faster than as many.
    let cpus = data.machine.logical_cpus as f64;
    let highs = all.iter().flat_map(|it| it.points.iter().map(|it| it.high));
    let y = Axis::from_zero(highs.fold(last.min(cpus), f64::max));
    let place = |threads: f64| (threads - first) / (last - first);
    // At shares of the axis; what is possible there, of so many threads.
    let line = |[from, to]: [f64; 2], at_best: &dyn Fn(f64) -> f64| {
        let y_at = |share: f64| pixels(height(y.place(at_best(first + share * (last - first)))));
        Line {
            x1: percent(from),
            y1: y_at(from),
            x2: percent(to),
            y2: y_at(to),
        }
    };
    let mut ideal_lines = Vec::new();
    let bend = cpus.clamp(first, last);
    for (from, to) in [(first, bend), (bend, last)] {
        if from < to {
            let piece = line([from, to].map(place), &|threads| threads.min(cpus));
            ideal_lines.push(("perfect", piece));
        }
    }
    let steps = 24;
    for step in 0..steps {
        let [from, to] = [step, step + 1].map(|it| f64::from(it) / f64::from(steps));
        // A gap after each piece makes the dashes.
        let piece = [from, from + (to - from) * 0.62];
        let piece = line(piece, &|threads| amdahl(share, threads.min(cpus)));
        ideal_lines.push(("amdahl", piece));
    }
    let serial = words(share * 100.0, None);
    let serial = format!("{} %", serial.trim_end_matches(" times"));
    let frame = Frame {
        chart,
        story: format!(
            "{}. Perfect would be as many times as there are threads, up to the {cpus} CPUs of \
             the machine. By Amdahl's law, with {serial} that cannot be divided, {cpus} CPUs are \
             at best {} as fast.",
            plain(chart.counts),
            words(amdahl(share, cpus), None)
        ),
        x: threads
            .iter()
            .map(|it| (place(*it as f64), it.to_string()))
            .collect(),
        ideals: vec![
            Ideal {
                words: format!("perfect, on {cpus} CPUs"),
                class: "perfect",
                dashes: &[(0, 34)],
            },
            Ideal {
                words: format!("Amdahl’s law: {serial} of the Rust program cannot be divided"),
                class: "amdahl",
                dashes: &[(0, 9), (13, 22), (26, 34)],
            },
        ],
        ideal_lines,
        y,
    };
    let at = |index: usize| counted(&threads[index].to_string(), "thread");
    Ok(draw(&frame, &all, |number| words(number, None), at))
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

fn draw(
    frame: &Frame<'_>,
    all: &[Series],
    say: impl Fn(f64) -> String,
    at: impl Fn(usize) -> String,
) -> String {
    let mut story = frame.story.clone();
    for it in all {
        story += &tale(it, &say, &at);
    }
    let mut order: Vec<&Series> = all.iter().collect();
    let end = |it: &Series| it.points.last().map_or(0.0, |it| it.median);
    order.sort_by(|a, b| end(b).total_cmp(&end(a)));
    let sign = |look| Mark {
        look,
        x: "17".into(),
        y: "8".into(),
        noisy: false,
    };
    block(&Lines {
        chart: frame.chart,
        title: plain(frame.chart.title),
        story,
        legend: order.into_iter().map(|it| (it, sign(it.look))).collect(),
        ideals: &frame.ideals,
        height: HEIGHT,
        grid: grid(&frame.y, &frame.x),
        ideal_lines: &frame.ideal_lines,
        curves: all.iter().map(|it| curve(it, &frame.x, &frame.y)).collect(),
    })
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
                language: language(first.language),
                noisy: measured.iter().map(|it| it.1.is_noisy()).collect(),
                points: measured.into_iter().map(|it| it.1).collect(),
            }
        })
        .collect()
}

/// Series of how many times as fast as the measurement that `base_at` names.
fn compared(
    chart: &Chart,
    at: &[u64],
    names: &[(&str, &str)],
    data: &Data,
    base_at: impl Fn(&str, u64) -> String,
) -> Result<Vec<Series>, String> {
    let bare: Vec<&str> = names.iter().map(|it| it.0).collect();
    let mut all = series(&bare, at, data);
    for (it, (name, base)) in all.iter_mut().zip(names) {
        for (point, at) in it.points.iter_mut().zip(at) {
            if point.low <= 0.0 {
                return Err(format!(
                    "the chart {}: {name}/{at} took no time at all",
                    chart.id
                ));
            }
            *point = speed_ups(point, &data.measurements[&base_at(base, *at)].spread());
        }
    }
    Ok(all)
}

/// What a series is called: what the labels of its measurements begin with.
pub fn series_label(data: &Data, series: &str, at: &[u64]) -> String {
    let mut labels = at
        .iter()
        .map(|it| data.measurements[&format!("{series}/{it}")].label.as_str());
    let first = labels.next().unwrap_or_default();
    let common = labels.fold(first.len(), |length, label| {
        let same = first[..length]
            .char_indices()
            .zip(label.chars())
            .find(|((_, a), b)| a != b);
        match same {
            Some(((at, _), _)) => at,
            None => length.min(label.len()),
        }
    });
    if common == first.len() {
        return first.to_owned();
    }
    // Not within a word.
    let whole = first[..common].rfind(' ').unwrap_or(0);
    let common = first[..whole].trim_end_matches([',', ':', ';', '(', ' ', '–', '—']);
    if common.is_empty() {
        let name = series.rsplit('/').next().unwrap_or(series);
        return name.replace('-', " ");
    }
    common.to_owned()
}

/// Where a size lies between the first and the last.
fn logarithmic(at: &[u64], size: u64) -> f64 {
    let (first, last) = (at[0] as f64, at[at.len() - 1] as f64);
    (size as f64 / first).ln() / (last / first).ln()
}

/// From a share of the height, counted from below, to pixels from above.
fn height(share: f64) -> f64 {
    HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN)
}

fn pixels(y: f64) -> String {
    format!("{y:.0}")
}

/// The lines and labels of both axes.
pub fn grid(y: &Axis, x: &[(f64, String)]) -> Grid {
    let ticks = y.ticks.iter();
    let y = ticks.map(|(number, label)| (pixels(height(y.place(*number))), label.clone()));
    let x = x.iter().enumerate().map(|(index, (share, label))| {
        let next = x.get(index + 1).filter(|_| index > 0);
        let close = next.is_some_and(|(next, other)| {
            let letters = (label.chars().count() + other.chars().count()) as f64 / 2.0;
            (next - share) * 270.0 < letters * 6.6 + 5.0
        });
        XTick {
            at: percent(*share),
            label: label.clone(),
            close,
        }
    });
    Grid {
        y: y.collect(),
        x: x.collect(),
    }
}

impl Grid {
    /// The labels that give way on a phone.
    #[cfg(test)]
    pub fn close(&self) -> Vec<&str> {
        let close = self.x.iter().filter(|it| it.close);
        close.map(|it| it.label.as_str()).collect()
    }
}

/// Lines, whiskers and marks of a series.
fn curve(it: &Series, x: &[(f64, String)], y: &Axis) -> Curve {
    let middle = |index: usize| pixels(height(y.place(it.points[index].median)));
    let at = |index: usize| percent(x[index].0);
    let line = |index: usize| Line {
        x1: at(index - 1),
        y1: middle(index - 1),
        x2: at(index),
        y2: middle(index),
    };
    let points = it.points.iter().enumerate().map(|(index, spread)| {
        let whisker = Line {
            x1: at(index),
            y1: pixels(height(y.place(spread.low))),
            x2: at(index),
            y2: pixels(height(y.place(spread.high))),
        };
        let mark = Mark {
            look: it.look,
            x: at(index),
            y: middle(index),
            noisy: it.noisy[index],
        };
        (whisker, mark)
    });
    Curve {
        look: it.look,
        lines: (1..it.points.len()).map(line).collect(),
        points: points.collect(),
    }
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
