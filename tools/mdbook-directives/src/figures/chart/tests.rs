use super::axis::Axis;
use super::lines::{amdahl, grid, series_label, speed_ups};
use super::*;
use crate::testing;
use book_content::measurements::{Language, Unit, in_bulk};

fn sample() -> Data {
    let mut data = testing::data();
    data.machine.cpu = "a processor".into();
    data.machine.memory = Some(23 << 30);
    for (name, version) in [("tokio", "1.54.0"), ("node", "26.10.0")] {
        data.versions.insert(name.into(), version.into());
    }
    data
}

/// A run with everything that the charts show, each number another.
fn all() -> Data {
    let mut data = sample();
    let template = data.measurements["unit/thread"].clone();
    for (index, name) in CHARTS.iter().flat_map(Chart::names).enumerate() {
        let mut it = template.clone();
        let memory = name.starts_with("memory/") || name.starts_with("sleeping-memory/");
        it.unit = if memory {
            Unit::Bytes
        } else {
            Unit::Nanoseconds
        };
        let node = [
            "node",
            "worker",
            "promise",
            "clone",
            "atomics",
            "post-message",
        ];
        if node.iter().any(|it| name.contains(it)) {
            it.language = Language::TypeScript;
        }
        it.label = format!("`{}` <{index}>", name.split('/').nth(1).unwrap());
        let middle = 100.0 * 1.1f64.powi(index as i32 % 120);
        it.samples = [0.9, 0.95, 1.0, 1.05, 1.1].map(|it| it * middle).into();
        data.measurements.insert(name, it);
    }
    let part = data.measurements["cores/sequential"].samples.clone();
    let serial = data.measurements.get_mut("cores/serial-part").unwrap();
    serial.samples = part.iter().map(|it| it * 0.04).collect();
    data
}

#[test]
fn every_chart_is_drawn_as_one_block_with_ids_of_its_own() {
    let data = all();
    let mut ids = BTreeSet::new();
    for chart in CHARTS {
        let html = figure(chart, &data, Some("Chart 10.1")).unwrap();
        assert!(html.lines().all(|line| !line.trim().is_empty()), "{html}");
        assert!(html.starts_with(&format!(
            "<figure class=\"plot\" id=\"chart-{}\">",
            chart.id
        )));
        assert!(
            html.contains("role=\"img\"") && html.contains("<title ") && html.contains("<desc ")
        );
        assert!(
            !html.contains("style=") && !html.contains("viewBox"),
            "{html}"
        );
        for id in html.split(" id=\"").skip(1) {
            let id = id.split('"').next().unwrap().to_owned();
            assert!(ids.insert(id.clone()), "the id {id} is there twice");
        }
        // Every row of the table is a measurement, and every one is there.
        assert_eq!(
            html.matches("<th scope=\"row\">").count(),
            chart.names().len()
        );
        assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
        assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());
    }
    assert_eq!(ids.len(), 3 * CHARTS.len());
}

#[test]
fn names_are_of_one_form_and_charts_find_them() {
    for chart in CHARTS {
        assert!(std::ptr::eq(named(chart.id).unwrap(), chart));
        for name in chart.names() {
            let parts = name.split('/').count();
            assert!((2..=3).contains(&parts), "{name}");
            assert!(showing(&name).any(|it| it.id == chart.id), "{name}");
        }
    }
    let shown: Vec<&str> = showing("cores/node").map(|it| it.id).collect();
    assert_eq!(shown, ["cores"]);
    assert_eq!(showing("cores").count(), 0);
    let error = named("unit-tiem").unwrap_err();
    assert!(error.contains("did you mean \"unit-time\"?"), "{error}");
    assert!(named("zzz").unwrap_err().contains("there are unit-time, "));
}

#[test]
fn a_chart_of_prices_in_bulk_says_so() {
    for chart in CHARTS {
        assert_eq!(
            chart.names().iter().any(|name| in_bulk(name)),
            chart.counts.contains("share of the "),
            "tools/mdbook-directives/src/figures/chart/book.rs: the chart {}: `counts` says \"share of the …\" where, and only where, many \
             were measured together and the whole was divided",
            chart.id
        );
    }
}

#[test]
fn dots_stand_in_order_and_tell_it_in_words() {
    let mut data = all();
    let label = |data: &mut Data, name: &str, label: &str, samples: [f64; 5]| {
        let it = data.measurements.get_mut(name).unwrap();
        it.label = label.into();
        it.samples = samples.into();
    };
    label(&mut data, "sleeping/node", "`setTimeout` & co.", [1e6; 5]);
    label(
        &mut data,
        "sleeping/tokio",
        "Tokio",
        [2e6, 2e6, 4e6, 6e6, 6e6],
    );
    label(&mut data, "sleeping/threads", "threads", [1e9; 5]);
    let chart = named("sleeping-time").unwrap();
    let html = figure(chart, &data, None).unwrap();
    for part in [
        "<span class=\"plot-label\"><code>setTimeout</code> &#38; co.</span> \
         <span class=\"plot-value\">1.0 ms</span>",
        "Tokio <span class=\"plot-noisy\">unsteady</span></span>",
        "<text x=\"0%\" y=\"100%\" dy=\"1.5em\" text-anchor=\"start\">1 ms</text>",
        "<text x=\"100%\" y=\"100%\" dy=\"1.5em\" text-anchor=\"end\">1 s</text>",
        "Least: setTimeout &#38; co. (TypeScript), 1.0 ms. Most: threads (Rust), 1.0 s, 1,000 times \
         as much.",
        "Median of 5 rounds; the line spans the middle half. a processor, 2 CPUs, 23 November 2026. \
         <code>cargo run --release -p measure -- sleeping</code>",
        "<caption>10,000 that sleep a second. a processor, 2 logical CPUs, 23 GiB of memory, Linux; \
         rustc 1.95.0, Node 26.10.0, tokio 1.54.0.</caption>",
        "<td>2.00 to 6.00 ms <span class=\"plot-noisy\">unsteady</span></td>",
        "The axis is logarithmic.",
    ] {
        assert!(html.contains(part), "{part} not in:\n{html}");
    }
    assert_eq!(html.matches("class=\"ring\"").count(), 1, "{html}");
    assert!(!html.contains("plot-number "), "{html}");
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("setTimeout</code>") < at(">Tokio ") && at(">Tokio ") < at(">threads<"));
    // Each language has a mark of its own.
    let chart = figure(named("alone").unwrap(), &data, None).unwrap();
    assert!(chart.contains("<li class=\"of-rust nth-0\">") && chart.contains("of-typescript"));
    assert!(!chart.contains("tokio 1.54.0"), "{chart}");
    for name in ["crossbeam-utils", "crossbeam-channel"] {
        data.versions.insert(name.into(), "0.8".into());
    }
    for (id, has, lacks) in [
        ("stream", "crossbeam-channel 0.8", "crossbeam-utils"),
        ("contended", "crossbeam-utils 0.8", "crossbeam-channel"),
    ] {
        let html = figure(named(id).unwrap(), &data, None).unwrap();
        assert!(html.contains(has) && !html.contains(lacks), "{html}");
    }
}

#[test]
fn lines_have_marks_dashes_and_both_axes() {
    let chart = named("hand-over").unwrap();
    let html = figure(chart, &all(), Some("Chart 3")).unwrap();
    for part in [
        "<a class=\"plot-number permalink\" href=\"#chart-hand-over\" title=\"Link to this chart\">Chart 3</a> ",
        ">8 bytes</text>",
        ">8 MiB</text>",
        "<text x=\"85%\" y=\"260\" dy=\"1.4em\" text-anchor=\"middle\">1 MiB<",
        "<li class=\"of-rust nth-1\">",
        "<li class=\"of-typescript nth-0\">",
        "-- hand-over</code>",
        "<td>32 KiB</td>",
        " clone (TypeScript): ",
    ] {
        assert!(html.contains(part), "{part} not in:\n{html}");
    }
    // Six series of five points have four pieces each, and a sign each.
    assert_eq!(html.matches("<line class=\"line\"").count(), 6 * 4 + 6);
    assert_eq!(html.matches("<line class=\"whisker\"").count(), 30);
    let mut noisy = all();
    let it = noisy.measurements.get_mut("hand-over/move/1024").unwrap();
    it.samples = vec![1.0, 1.0, 2.0, 3.0, 3.0];
    let html = figure(chart, &noisy, None).unwrap();
    assert_eq!(html.matches("unsteady where ringed").count(), 1);
    assert_eq!(html.matches("class=\"ring\"").count(), 1);
    let html = figure(named("read-share-long").unwrap(), &all(), None);
    assert!(html.unwrap().contains(">99 %</text>"));
}

#[test]
fn a_label_gives_way_to_one_that_it_would_touch_on_a_phone() {
    let x = [(0.0, "1 KiB"), (0.9, "4 MiB"), (1.0, "16 MiB")];
    let x = x.map(|(share, label)| (share, label.to_owned()));
    assert_eq!(grid(&Axis::from_zero(2.0), &x).close(), ["4 MiB"]);
}

#[test]
fn parameters_are_named_as_the_axis_names_them() {
    let of = |id| named(id).unwrap().parameters();
    assert_eq!(of("hand-over")[..2], ["8 bytes", "1 KiB"]);
    assert_eq!(of("break-even")[4], "4 MiB");
    assert_eq!(of("read-share-long"), ["50 %", "90 %", "99 %", "100 %"]);
    assert!(of("alone").is_empty() && of("cores").is_empty());
}

#[test]
fn what_pays_stands_above_one() {
    let mut data = all();
    for (name, samples) in [
        ("words/sequential/1024", [100.0; 5]),
        ("words/rayon/1024", [400.0; 5]),
        ("words/sequential/4194304", [100.0; 5]),
        ("words/rayon/4194304", [50.0; 5]),
    ] {
        data.measurements.get_mut(name).unwrap().samples = samples.into();
    }
    let chart = named("break-even").unwrap();
    let html = figure(chart, &data, None).unwrap();
    for part in [
        "It pays above 1.",
        "rayon (Rust): 0.25 times at 1 KiB, 2.0 times at 4 MiB",
        "<span>one thread</span>",
        "<td>128 KiB</td>",
        "<td>0.25</td></tr>",
        "-- words</code>",
    ] {
        assert!(html.contains(part), "{part} not in:\n{html}");
    }
    data.measurements
        .get_mut("words/rayon/1024")
        .unwrap()
        .samples = vec![0.0; 5];
    let error = figure(chart, &data, None).unwrap_err();
    assert!(
        error.contains("words/rayon/1024 took no time at all"),
        "{error}"
    );
}

#[test]
fn speed_ups_are_from_zero_with_what_could_be() {
    let mut data = all();
    for (name, samples) in [
        ("cores/sequential", [100.0; 5]),
        ("cores/serial-part", [10.0; 5]),
        ("cores/rayon/4", [40.0; 5]),
    ] {
        data.measurements.get_mut(name).unwrap().samples = samples.into();
    }
    let chart = named("cores").unwrap();
    let html = figure(chart, &data, None).unwrap();
    for part in [
        ">0</text>",
        ">3</text>",
        "10 % of the Rust program cannot be divided",
        "up to the 2 CPUs of the machine",
        "2 CPUs are at best 1.8 times as fast",
        "2.5 times at 4 threads",
        "<td>2.5</td></tr>",
        "<span>perfect, on 2 CPUs</span>",
    ] {
        assert!(html.contains(part), "{part} not in:\n{html}");
    }
    assert!(!html.contains("The axis is logarithmic"), "{html}");
    // Slower than in the median is fewer times as fast.
    let [of, base] = ["cores/rayon/1", "cores/sequential"].map(|it| data.measurements[it].spread());
    let found = speed_ups(&of, &base);
    assert!(found.low < found.median && found.median < found.high);
    assert_eq!(found.low, base.median / of.high);
    assert!((amdahl(0.0, 4.0) - 4.0).abs() < 1e-9);
    assert!((amdahl(1.0, 4.0) - 1.0).abs() < 1e-9);
    data.measurements
        .get_mut("cores/serial-part")
        .unwrap()
        .samples = vec![200.0; 5];
    let error = figure(chart, &data, None).unwrap_err();
    assert!(
        error.contains("cores/serial-part is no part of cores/sequential"),
        "{error}"
    );
}

#[test]
fn what_a_chart_lacks_is_named() {
    let mut data = all();
    data.measurements.remove("unit/worker");
    let chart = named("unit-time").unwrap();
    let error = figure(chart, &data, None).unwrap_err();
    assert!(
        error.contains("the chart unit-time needs unit/worker, which the run does not have"),
        "{error}"
    );
    assert!(
        error.contains("`cargo run --release -p measure -- --book`"),
        "{error}"
    );
    let html = without_drawing(chart, None, &error);
    assert!(html.contains("id=\"chart-unit-time\"") && html.ends_with("</figure>\n"));
    let mut data = all();
    data.measurements.get_mut("unit/worker").unwrap().unit = Unit::Bytes;
    let error = figure(chart, &data, None).unwrap_err();
    assert!(error.contains("of time and of memory"), "{error}");
    for name in chart.names() {
        let it = data.measurements.get_mut(&name).unwrap();
        it.unit = Unit::Bytes;
        it.samples = vec![0.0; 5];
    }
    let error = figure(chart, &data, None).unwrap_err();
    assert!(
        error.contains("the chart unit-time: a logarithmic axis"),
        "{error}"
    );
}

#[test]
fn a_series_is_called_what_its_labels_share() {
    let mut data = all();
    for (at, label) in [(8, "move, 8 bytes"), (1024, "move, 8 KiB")] {
        let it = data.measurements.get_mut(&format!("hand-over/move/{at}"));
        it.unwrap().label = label.into();
    }
    assert_eq!(series_label(&data, "hand-over/move", &[8, 1024]), "move, 8");
    let it = data.measurements.get_mut("hand-over/move/1024").unwrap();
    it.label = "move, 1 KiB".into();
    assert_eq!(series_label(&data, "hand-over/move", &[8, 1024]), "move");
    let it = data.measurements.get_mut("hand-over/move/1024").unwrap();
    it.label = "else".into();
    assert_eq!(series_label(&data, "hand-over/move", &[8, 1024]), "move");
}
