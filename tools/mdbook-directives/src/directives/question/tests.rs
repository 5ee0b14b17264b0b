use crate::places::Subject;
use crate::testing::{Sample, chapter};

fn asking() -> Sample {
    let question = |about: &str, more: &str| {
        format!(
            "ask = \"What does `hi` print?\"\nabout = \"threads/{about}\"\n{more}\n\
             [[choice]]\nprints = \"hi\\n\"\nright = true\nwhy = \"It `says` so.\"\n\
             [[choice]]\nprints = \"<a>\\n\\nb\\n\"\nwhy = \"No.\"\n"
        )
    };
    Sample::of(chapter(&[
        (
            "examples/hi/main.rs",
            "fn main() {\n    println!(\"hi\");\n}\n",
        ),
        ("examples/hi/main.rs.out", "#: exit 0\n#: stdout\nhi\n"),
        ("questions/q.toml", &question("hi", "show = true\n")),
        ("questions/bare.toml", &question("hi", "")),
        ("questions/broken.toml", "ask = 1\n"),
    ]))
}

#[test]
fn a_question_becomes_a_section_with_its_program_and_its_answer() {
    let it = asking().expand("threads.md", "One.\n\n{{#question threads/q}}\n\nTwo.\n");
    assert_eq!(it.problems, []);
    assert!(it.shows.contains(&Subject::Question("threads/q".into())));
    assert!(it.shows.contains(&Subject::Listing("threads/hi".into())));
    assert!(it.words.contains("It `says` so."));
    for part in [
        "<section class=\"question\" id=\"question-q\" data-question=\"threads/q\" aria-labelledby=\"question-q-ask\">\n",
        "<p class=\"question-ask\" id=\"question-q-ask\"><a class=\"question-number permalink\" href=\"#question-q\" title=\"Link to this question\">Question 2.1</a> What does <code>hi</code> print?</p>\n",
        "Listing 2.1</a></span></figcaption>",
        "```rust\nfn main() {",
        "<ol class=\"question-choices\">\n<li><label><input class=\"needs-js\" type=\"radio\" name=\"question-q\" value=\"A\" disabled> <span class=\"question-letter\">A</span> <span class=\"question-text\"><code>hi</code></span></label></li>\n",
        "<code class=\"question-lines\">&#60;a&#62;<br><br>b</code></span></label></li>\n</ol>\n",
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
        let found = asking().problem(text);
        assert!(found.contains(message), "{text}: {found}");
        assert_eq!(found.is_empty(), message.is_empty(), "{text}: {found}");
    }
}

#[test]
fn a_question_is_asked_on_one_page_only() {
    let book = Sample {
        pages: vec![("first.md", "{{#question threads/q}}\n")],
        ..asking()
    };
    assert_eq!(
        book.problem("x\n\n{{#question threads/q}}"),
        "src/threads.md:3: src/first.md asks threads/q already; link to #question-… there"
    );
}
