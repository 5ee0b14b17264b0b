use super::*;
use crate::listing::Library;

fn library(files: &[(&str, &str)]) -> Library {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join("listings/threads").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("Cargo.toml", "");
    for (path, text) in files {
        write(path, text);
    }
    Library::discover(dir.path())
}

fn sample() -> Library {
    let rust = "// ANCHOR: body\nfn main() {\n    println!(\"hi\");\n}\n// ANCHOR_END: body\n\nfn rest() {}\n";
    library(&[
        ("examples/hi/main.rs", rust),
        ("examples/hi/main.ts", "console.log(\"hi\");\n"),
        ("examples/hi/main.rs.out", "#: exit 0\n#: stdout\nhi\n"),
        ("examples/hi/main.ts.out", "#: exit 0\n#: stdout\nhi\n"),
        ("examples/new/main.rs", "fn main() {}\n"),
        ("examples/boom/main.rs", "fn main() { panic!() }\n"),
        (
            "examples/boom/main.rs.out",
            "#: order any because <x> prints\n#: exit 101\n#: stderr\nboom\n",
        ),
        ("examples/stuck/main.rs", "fn main() { loop {} }\n"),
        (
            "examples/stuck/main.rs.out",
            "#: hangs because it loops\n#: stdout\n\n",
        ),
        ("compile-fail/bad/main.rs", "fn main() {\n"),
        (
            "compile-fail/bad/main.rs.stderr",
            "error[E0001]: no\n --> main.rs:1\n",
        ),
    ])
}

/// A run in which a thread takes 20 µs and a Promise 1 µs, and that holds
/// all of the chart `sleeping-time`.
fn data() -> measurements::Data {
    let of = |label: &str, language: &str, middle: f64| {
        let samples: Vec<f64> = [0.9, 0.95, 1.0, 1.05, 1.1].map(|it| it * middle).into();
        serde_json::json!({
            "label": label, "language": language, "unit": "nanoseconds", "samples": samples
        })
    };
    let text = serde_json::json!({
        "format": 1, "date": "2026-11-23", "command": "measure", "seconds": 240, "rounds": 5,
        "machine": {
            "cpu": "a <processor>", "logical_cpus": 2, "memory": null, "system": "Linux"
        },
        "versions": {"rustc": "1.95.0"}, "reference": [1.0, 1.0, 1.0, 1.0, 1.0],
        "measurements": {
            "unit/thread": of("a thread", "rust", 2e4),
            "unit/promise": of("a `Promise`", "typescript", 1e3),
            "sleeping/threads": of("threads", "rust", 3e8),
            "sleeping/tokio": of("Tokio", "rust", 1e7),
            "sleeping/node": of("Node", "typescript", 2e7),
        }
    });
    measurements::Data::parse(&text.to_string()).unwrap()
}

/// The run of [`data`], with charts on other pages.
fn run() -> &'static Run {
    let run = Run::of(data(), false, &[("sleeping-time", "src/measured.md")]);
    Box::leak(Box::new(run))
}

fn page(file: &Path) -> Page<'_> {
    Page {
        top: "",
        run: run(),
        places: Box::leak(Box::default()),
        file,
        number: Some("2"),
        repository: Some("https://example.org/book/blob/1a2b3c"),
        schedules: "schedules",
        error_index: Some("error-index.md"),
    }
}

fn expanded(content: &str) -> String {
    let expansion = expand(content, page(Path::new("src/threads.md")), &sample());
    assert_eq!(expansion.problems, []);
    expansion.content
}

fn problem(content: &str) -> String {
    let expansion = expand(content, page(Path::new("src/threads.md")), &sample());
    let problems: Vec<String> = expansion.problems.iter().map(Problem::to_string).collect();
    problems.join("\n")
}

#[test]
fn a_listing_becomes_a_numbered_figure_with_both_languages() {
    let text = expanded("One.\n\n{{#listing threads/hi caption=\"Say `hi` & go\"}}\n\nTwo.\n");
    for part in [
        "<figure class=\"listing\" id=\"listing-hi\">",
        "<a class=\"listing-number permalink\" href=\"#listing-hi\" title=\"Link to this listing\">Listing 2.1</a> <span class=\"listing-title\">Say <code>hi</code> &amp; go",
        "href=\"https://example.org/book/blob/1a2b3c/listings/threads/examples/hi/main.rs\"",
        "```ts\nconsole.log(\"hi\");\n```",
        "```rust\nfn main() {\n    println!(\"hi\");\n}\n\nfn rest() {}\n```",
        "```text\nhi\n```",
    ] {
        assert!(text.contains(part), "{part} not in:\n{text}");
    }
    assert!(text.starts_with("One.\n\n<figure") && text.ends_with("</figure>\n\n\nTwo.\n"));
    assert!(text.find("TypeScript") < text.find("Rust"));
}

#[test]
fn an_excerpt_hides_the_rest_so_that_it_still_compiles() {
    let text = expanded("{{#listing threads/hi anchor=body show=rust}}\n");
    assert!(text.contains("id=\"listing-hi-body\""), "{text}");
    assert!(
        text.contains("```rust\nfn main() {\n    println!(\"hi\");\n}\n#\n# fn rest() {}\n```"),
        "{text}"
    );
}

#[test]
fn the_fence_says_how_the_program_ends() {
    for (name, info, ending) in [
        ("boom", "```rust,should_panic\n", "exits with code 101"),
        ("stuck", "```rust,no_run\n", "never ends: it loops"),
        ("bad", "```rust,ignore\n", "(error-index.md#message-bad)"),
    ] {
        let text = expanded(&format!("{{{{#listing threads/{name}}}}}\n"));
        assert!(text.contains(info) && text.contains(ending), "{text}");
    }
    let text = expanded("{{#listing threads/boom}}\n");
    assert!(
        text.contains("in one order of several: &lt;x&gt; prints"),
        "{text}"
    );
}

#[test]
fn the_message_alone_is_no_figure() {
    let text = expanded("{{#listing threads/bad show=message}}\n");
    assert!(
        text.contains("id=\"message-bad\"") && text.contains("```rustc\nerror[E0001]: no\n```")
    );
    assert!(!text.contains("figure"));
}

#[test]
fn directives_in_code_are_left_alone() {
    let text = "`{{#listing x}}`\n\n```text\n{{#include y}}\n```\n";
    assert_eq!(expanded(text), text);
}

#[test]
fn each_mistake_is_named_with_its_line() {
    for (text, message) in [
        (
            "a\n\n{{#listing threads/ho}}\n",
            "src/threads.md:3: there is no listing \"threads/ho\"; did you mean \"threads/hi\"?",
        ),
        (
            "{{#include x.rs}}\n",
            "src/threads.md:1: unknown directive {{#include}}",
        ),
        ("see {{#listing threads/hi}}\n", "stands alone"),
        ("{{#listing threads/hi\n", "stands alone"),
        (
            "{{#listing threads/hi anchor=nope}}\n",
            "has an anchor \"nope\"",
        ),
        (
            "{{#listing threads/hi show=diagnostic}}\n",
            "compiles, so it has no diagnostic",
        ),
        (
            "{{#listing threads/bad show=output}}\n",
            "has no output to show",
        ),
        (
            "{{#listing threads/boom show=typescript}}\n",
            "has no TypeScript",
        ),
        (
            "{{#listing threads/new}}\n",
            "main.rs.out holds no recorded output; run `SNAPSHOTS=overwrite",
        ),
        (
            "{{#listing threads/hi}}\n\n{{#listing threads/hi}}\n",
            "src/threads.md:3: this figure stands on the page already",
        ),
    ] {
        let found = problem(text);
        assert!(found.contains(message), "{text}: {found}");
    }
}

#[test]
fn what_a_caption_or_a_slip_of_the_fingers_says_is_checked() {
    let text = problem("x\n\n{{#listing threads/bad caption=\"Refused (E0002)\"}}\n");
    assert_eq!(
        text,
        "src/threads.md:3: the caption names E0002, and the compiler's answer to threads/bad is \
         \"error[E0001]: no\""
    );
    expanded("{{#listing threads/bad caption=\"Refused (E0001)\"}}\n");
    let text = problem("x\n\n{ #listing threads/hi}}\n");
    assert!(
        text.starts_with("src/threads.md:3: \"{ #listing threads/hi}}\" stays on the page"),
        "{text}"
    );
}

#[test]
fn a_fence_is_longer_than_any_in_its_text() {
    assert_eq!(fence("text", "a ``` b"), "````text\na ``` b\n````\n\n");
}

#[test]
fn marked_lines_are_told_to_the_step_that_highlights() {
    let whole = expanded("{{#listing threads/hi mark=\"hi\" mark=\"rest()\"}}");
    assert!(whole.contains("```rust,mark-2-5\n"), "{whole}");
    assert!(whole.contains("```ts,mark-1\n"), "{whole}");
    // Hidden lines count, and are not marked.
    let excerpt = expanded("{{#listing threads/hi anchor=body show=rust mark=\"println!\"}}");
    assert!(excerpt.contains("```rust,mark-2\n"), "{excerpt}");
}

#[test]
fn a_mark_that_no_shown_line_holds_is_refused() {
    for directive in [
        "{{#listing threads/hi mark=\"bye\"}}",
        // In the file, but not in the excerpt.
        "{{#listing threads/hi anchor=body show=rust mark=\"rest\"}}",
        // In the Rust, which is not shown.
        "{{#listing threads/hi show=typescript mark=\"println!\"}}",
    ] {
        let message = problem(directive);
        assert!(message.contains("contains"), "{directive}: {message}");
        assert!(
            message.contains("copy what to mark"),
            "{directive}: {message}"
        );
    }
    let message = problem("{{#listing threads/hi show=output mark=\"hi\"}}");
    assert!(message.contains("shows none"), "{message}");
}

#[test]
fn a_listing_in_both_languages_lets_the_reader_choose() {
    assert!(expanded("{{#listing threads/hi}}").contains("aria-label=\"Languages to show\""));
    assert!(!expanded("{{#listing threads/hi show=rust}}").contains("Languages to show"));
    let tools = expanded("{{#listing threads/hi}}");
    for tool in ["class=\"run\"", "class=\"rust\"", "class=\"typescript\""] {
        assert_eq!(tools.matches(tool).count(), 1, "{tool} in {tools}");
    }
}

fn warnings(content: &str, run: &Run) -> (String, Vec<String>) {
    let file = Path::new("src/threads.md");
    let expansion = expand(content, Page { run, ..page(file) }, &sample());
    assert_eq!(expansion.problems, []);
    let warnings = expansion.warnings.iter().map(Problem::to_string);
    (expansion.content, warnings.collect())
}

#[test]
fn a_chart_becomes_a_figure_with_a_count_of_its_own() {
    let run = Run::of(data(), false, &[("sleeping-time", "src/threads.md")]);
    let (text, _) = warnings(
        "{{#listing threads/hi}}\n\n{{#chart sleeping-time}}\n\nIt takes {{#measured \
         sleeping/node}}.\n",
        &run,
    );
    for part in [
        "\n\n<figure class=\"plot\" id=\"chart-sleeping-time\">\n<figcaption><a \
         class=\"plot-number permalink\" href=\"#chart-sleeping-time\" title=\"Link to this chart\">\
         Chart 2.1</a> <span class=\"plot-title\">",
        "a &lt;processor&gt;, 2 logical CPUs",
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
            "On <span class=\"measured fact\">a &lt;processor&gt;, 2 logical CPUs, Linux</span>",
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
        assert_eq!(expanded(text), html);
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
        let found = problem(text);
        assert!(found.contains(message), "{text}: {found}");
    }
    let run = Run::new(Path::new("nowhere"), None);
    let file = Path::new("src/threads.md");
    let text = "{{#measured a/b}}\n\n{{#chart alone}}\n\n{{#claim a/b < 1 s}}\n";
    let expansion = expand(
        text,
        Page {
            run: &run,
            ..page(file)
        },
        &sample(),
    );
    assert_eq!(expansion.problems.len(), 1, "{:?}", expansion.problems);
}

#[test]
fn a_run_of_the_readers_own_makes_warnings_of_claims() {
    let run = Run::of(data(), true, &[]);
    let (text, found) = warnings(
        "It takes {{#claim unit/thread / unit/promise > 50}} as long, {{#measured unit/nope}}.\n\n\
         {{#chart unit-time}}\n",
        &run,
    );
    assert!(text.starts_with(
        "It takes <span class=\"measured claim\">more than 50 times</span> as long, \
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

fn asking() -> Library {
    let question = |about: &str, more: &str| {
        format!(
            "ask = \"What does `hi` print?\"\nabout = \"threads/{about}\"\n{more}\n\
             [[choice]]\nprints = \"hi\\n\"\nright = true\nwhy = \"It `says` so.\"\n\
             [[choice]]\nprints = \"<a>\\n\\nb\\n\"\nwhy = \"No.\"\n"
        )
    };
    library(&[
        (
            "examples/hi/main.rs",
            "fn main() {\n    println!(\"hi\");\n}\n",
        ),
        ("examples/hi/main.rs.out", "#: exit 0\n#: stdout\nhi\n"),
        ("questions/q.toml", &question("hi", "show = true\n")),
        ("questions/bare.toml", &question("hi", "")),
        ("questions/broken.toml", "ask = 1\n"),
    ])
}

#[test]
fn a_question_becomes_a_section_with_its_program_and_its_answer() {
    let library = asking();
    let file = Path::new("src/threads.md");
    let it = expand(
        "One.\n\n{{#question threads/q}}\n\nTwo.\n",
        page(file),
        &library,
    );
    assert_eq!(it.problems, []);
    assert_eq!(it.asked, [("threads/q".to_owned(), 3)]);
    assert!(it.shown.contains("threads/hi") && it.words.contains("It `says` so."));
    for part in [
        "<section class=\"question\" id=\"question-q\" data-question=\"threads/q\" aria-labelledby=\"question-q-ask\">\n",
        "<p class=\"question-ask\" id=\"question-q-ask\"><a class=\"question-number permalink\" href=\"#question-q\" title=\"Link to this question\">Question 2.1</a> What does <code>hi</code> print?</p>\n",
        "Listing 2.1</a></span></figcaption>",
        "```rust\nfn main() {",
        "<ol class=\"question-choices\">\n<li><label><input class=\"needs-js\" type=\"radio\" name=\"question-q\" value=\"A\" disabled> <span class=\"question-letter\">A</span> <span class=\"question-text\"><code>hi</code></span></label></li>\n",
        "<code class=\"question-lines\">&lt;a&gt;<br><br>b</code></span></label></li>\n</ol>\n",
        "<details class=\"question-answer\"><summary>Answer</summary>\n<ol>\n<li class=\"right\" data-choice=\"A\"><strong>A is right.</strong> It <code>says</code> so. <span class=\"question-see\"><a href=\"#proof-hi\">See what it prints</a></span></li>\n",
        "</ol>\n</details>\n<details class=\"question-proof\"><summary>What it prints</summary>\n<div id=\"proof-hi\">\n",
        "<script type=\"module\" src=\"questions/questions.js\"></script>",
    ] {
        assert!(it.content.contains(part), "{part}\nnot in\n{}", it.content);
    }
    // What it prints is the answer, and stands below it.
    let printed = it.content.find("```text").unwrap();
    assert!(it.content.find("question-proof").unwrap() < printed);
}

#[test]
fn a_question_without_its_program_is_refused() {
    let library = asking();
    let file = Path::new("src/threads.md");
    for (text, message) in [
        (
            "{{#question threads/bare}}",
            "src/threads.md:1: asks about threads/hi, which this page does not show; write show = true in listings/threads/questions/bare.toml",
        ),
        ("{{#listing threads/hi}}\n\n{{#question threads/bare}}", ""),
        (
            "{{#listing threads/hi}}\n\n{{#question threads/q}}",
            "src/threads.md:3: this figure stands on the page already (its anchor would be #listing-hi again)",
        ),
        (
            "{{#question threads/q}}\n\n{{#question threads/q}}",
            "#question-q again",
        ),
        (
            "{{#question threads/qq}}",
            "there is no question \"threads/qq\"",
        ),
        ("{{#qestion threads/q}}", "did you mean \"question\"?"),
        ("x {{#question threads/q}}", "a directive stands alone"),
        // Its own file is reported.
        ("{{#question threads/broken}}", ""),
    ] {
        let it = expand(text, page(file), &library);
        let found: Vec<String> = it.problems.iter().map(Problem::to_string).collect();
        let found = found.join("\n");
        assert!(found.contains(message), "{text}: {found}");
        assert_eq!(found.is_empty(), message.is_empty(), "{text}: {found}");
    }
}
