use crate::run::Run;
use crate::testing::{Sample, data, folders, said};
use book_content::Problem;
use book_content::measurements::{Data, FILE};
use std::path::Path;

/// A book with the run of [`data`], whose chart stands on another page.
fn sample() -> Sample {
    Sample {
        pages: vec![("measured.md", "{{#chart sleeping-time}}\n")],
        ..Sample::of(folders(&[])).with_run(Run::of(data(), false))
    }
}

fn with_run(run: Run) -> Sample {
    Sample::of(folders(&[])).with_run(run)
}

/// The page with this text, and the warnings.
fn warnings(content: &str, run: Run) -> (String, Vec<String>) {
    let it = with_run(run).expand("threads.md", content);
    assert_eq!(it.problems, []);
    let warnings = it.warnings.iter().map(Problem::to_string);
    (it.content, warnings.collect())
}

#[test]
fn a_chart_becomes_a_figure_with_a_count_of_its_own() {
    let (text, _) = warnings(
        "One.\n\n{{#chart sleeping-time}}\n\nIt takes {{#measured sleeping/node}}.\n",
        Run::of(data(), false),
    );
    for part in [
        "\n\n<figure class=\"plot\" id=\"chart-sleeping-time\">\n<figcaption><a \
         class=\"plot-number permalink\" href=\"#chart-sleeping-time\" title=\"Link to this chart\">\
         Chart 2.1</a> <span class=\"plot-title\">",
        "a &#60;processor&#62;, 2 logical CPUs",
        "</figure>\n\n\nIt takes <a class=\"measured\" href=\"#chart-sleeping-time\">20 ms</a>.\n",
    ] {
        assert!(text.contains(part), "{part} not in:\n{text}");
    }
}

#[test]
fn numbers_and_claims_stand_in_running_text() {
    for (text, html) in [
        (
            "It is {{#measured unit/thread}}.\n",
            "It is <span class=\"measured\">20 µs</span>.\n",
        ),
        (
            "| a | {{#measured sleeping/node}} |\n|---|---|\n",
            "| a | <a class=\"measured\" href=\"measured.html#chart-sleeping-time\">20 ms</a> |\n\
             |---|---|\n",
        ),
        (
            "{{#claim unit/thread / unit/promise > 10}} as long",
            "<span class=\"measured claim\">more than ten times</span> as long",
        ),
        (
            "{{#claim sleeping/tokio < 12 ms \"less than `x`\"}}!",
            "<a class=\"measured claim\" href=\"measured.html#chart-sleeping-time\">less than \
             <code>x</code></a>!",
        ),
        (
            "On {{#measured machine}}",
            "On <span class=\"measured fact\">a &#60;processor&#62;, 2 logical CPUs, Linux</span>",
        ),
        (
            "[{{#measured sleeping/node}}](x.md)",
            "[<span class=\"measured\">20 ms</span>](x.md)",
        ),
        ("`{{#measured x}}`", "`{{#measured x}}`"),
        // The chart of the second is shown, that of the first is not.
        (
            "{{#measured unit/thread / sleeping/node}}",
            "<a class=\"measured\" href=\"measured.html#chart-sleeping-time\">0.0010 times</a>",
        ),
    ] {
        assert_eq!(sample().expanded(text), html);
    }
}

#[test]
fn mistakes_in_measured_words_are_named_with_their_line() {
    for (text, message) in [
        (
            "a\n\nIt is {{#measured unit/thraed}}.\n",
            "src/threads.md:3: nothing measured is named \"unit/thraed\"; did you mean \"unit/thread\"?",
        ),
        (
            "# T {{#measured unit/thread}}\n",
            "a heading's words are its anchor",
        ),
        (
            "x {{#measured unit/thread\n",
            "lacks its }} on the same line",
        ),
        (
            "{{#claim unit/thread > 1 s}}",
            "src/threads.md:1: the claim \"unit/thread > 1 s\" does not hold",
        ),
        ("{{#claim unit/thread = 1 s}}", "a claim is written"),
        (
            "{{#mesured unit/thread}}",
            "unknown directive {{#mesured}}; did you mean \"measured\"?",
        ),
        ("see {{#chart sleeping-time}}\n", "stands alone"),
        (
            "{{#chart slepping-time}}\n",
            "did you mean \"sleeping-time\"?",
        ),
        (
            "{{#chart sleeping-time}}\n",
            "stands on src/measured.md already; link to it: #chart-sleeping-time",
        ),
        (
            "{{#chart unit-time}}\n",
            "needs unit/scoped-thread and unit/rayon-job and",
        ),
    ] {
        let found = sample().problem(text);
        assert!(found.contains(message), "{text}: {found}");
    }
    let text = "{{#measured a/b}}\n\n{{#chart alone}}\n\n{{#claim a/b < 1 s}}\n";
    let run = Run::new(Path::new("nowhere"), None);
    let expansion = with_run(run).expand("threads.md", text);
    assert_eq!(expansion.problems.len(), 1, "{:?}", expansion.problems);
}

#[test]
fn a_run_of_the_readers_own_makes_warnings_of_claims() {
    let (text, found) = warnings(
        "It takes {{#claim unit/thread / unit/promise > 50}} as long, {{#measured unit/nope}}.\n\n\
         {{#chart unit-time}}\n",
        Run::of(data(), true),
    );
    assert!(text.starts_with(
        "It takes <a class=\"measured claim\" href=\"#chart-unit-time\">more than 50 times</a> as long, \
         <span class=\"measured\">not measured</span>.\n\n<figure class=\"plot\" id=\"chart-unit-time\">"
    ), "{text}");
    assert!(
        text.contains("This run has no measurements for it."),
        "{text}"
    );
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[0]
            .starts_with("src/threads.md:1: the claim \"unit/thread / unit/promise > 50 times\"")
    );
}

/// What `text` says on a page of a book with this run, or what is wrong.
fn say(text: &str, run: &Run) -> Result<(String, String), String> {
    let it = with_run(run.clone()).expand("a.md", text);
    match it.problems.is_empty() {
        true => Ok((it.content, said(&it.warnings))),
        false => Err(said(&it.problems)),
    }
}

fn write(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("src")).unwrap();
    std::fs::write(dir.path().join(FILE), text).unwrap();
    dir
}

#[test]
fn the_file_is_read_when_a_page_asks_and_its_faults_are_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let run = Run::new(dir.path(), None);
    assert_eq!(
        say("{{#measured a/b}}", &run).unwrap_err(),
        "src/measured.json: is missing; restore it with git, or make it anew: \
         cargo run --release -p measure -- --book"
    );
    let dir = write("{\n  \"format\": 1,\n  oops\n}\n");
    let run = Run::new(dir.path(), None);
    for text in ["{{#measured machine}}", "{{#claim a/b > 1 ms}}"] {
        let text = say(text, &run).unwrap_err();
        assert!(
            text.starts_with("src/measured.json:3: key must be a string"),
            "{text}"
        );
        assert!(text.contains("restore it with git"), "{text}");
    }
    let own = dir.path().join("own.json");
    let text = say("{{#measured a/b}}", &Run::new(dir.path(), Some(&own))).unwrap_err();
    assert!(
        text.contains("own.json: is missing; take another"),
        "{text}"
    );
}

const ONE: &str = r#"{"format": 1, "date": "2026-11-23", "command": "", "seconds": 1, "rounds": 1,
    "machine": {"cpu": "", "logical_cpus": 2, "memory": 1, "system": ""},
    "versions": {}, "reference": [1.0], "measurements": {
    "a/b": {"label": "a", "language": "rust", "unit": "nanoseconds", "samples": [5.0]},
    "a/c": {"label": "c", "language": "rust", "unit": "bytes", "samples": [0.0]}}}"#;

#[test]
fn what_the_run_does_not_bear_out_names_the_run() {
    let dir = write(ONE);
    let run = Run::new(dir.path(), None);
    for (text, place) in [
        ("{{#claim a/b > 1 ms}}", ":4"),
        ("{{#claim a/c / a/b > 2}}", ":5"),
        ("{{#measured a/c / a/c}}", ":5"),
        ("{{#measured a/d}}", ""),
        ("{{#measured a/b / a/d}}", ""),
        ("{{#chart unit-time}}", ""),
    ] {
        let message = say(text, &run).unwrap_err();
        let end = format!(" (the run: src/measured.json{place})");
        assert!(message.ends_with(&end), "{message}");
    }
}

#[test]
fn a_partial_run_is_not_to_overwrite_the_numbers_of_the_book() {
    let data = Data::parse(ONE).unwrap();
    for (own, instead) in [(true, "which measures everything"), (false, "-- --book")] {
        let run = Run::of(data.clone(), own);
        for text in ["{{#claim a/b > 1 ms}}", "{{#chart unit-time}}"] {
            let message = match say(text, &run) {
                Ok((_, warnings)) => warnings,
                Err(problems) => problems,
            };
            assert!(message.contains(instead), "{message}");
            assert_eq!(message.contains("--book"), !own, "{message}");
        }
    }
}

#[test]
fn words_lead_to_the_chart_wherever_it_stands() {
    let book = Sample {
        pages: vec![
            (
                "one.md",
                "`{{#chart sleeping-memory}}`\n\n{{#chart folded}}\n",
            ),
            (
                "deep/two.md",
                "{{#chart sleeping-time}}\n\n{{#chart nope}}\n",
            ),
        ],
        ..with_run(Run::of(data(), false))
    };
    for (file, link) in [
        ("a.md", "deep/two.html#chart-sleeping-time"),
        ("deep/three.md", "../deep/two.html#chart-sleeping-time"),
    ] {
        let text = book.expand(file, "{{#measured sleeping/node}}").content;
        assert!(text.contains(&format!("href=\"{link}\"")), "{text}");
    }
}
