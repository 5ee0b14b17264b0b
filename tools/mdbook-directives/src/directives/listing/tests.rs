use super::*;
use crate::testing::{Sample, chapter};

fn sample() -> Sample {
    let rust = "// ANCHOR: body\nfn main() {\n    println!(\"hi\");\n}\n// ANCHOR_END: body\n\nfn rest() {}\n";
    Sample::of(chapter(&[
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
    ]))
}

#[test]
fn reads_a_name_and_options() {
    let directive = parse("threads/spawn caption=\"Two `println!`s\" show=rust,output").unwrap();
    assert_eq!(directive.id, "threads/spawn");
    assert_eq!(directive.caption.as_deref(), Some("Two `println!`s"));
    let show = directive.parts.unwrap();
    assert!(show.rust && show.output && !show.typescript);
}

#[test]
fn says_what_is_wrong() {
    for (text, message) in [
        ("", "found \"\""),
        ("spawn", "found \"spawn\""),
        (
            "a/b captoin=x",
            "unknown option `captoin`; did you mean \"caption\"?",
        ),
        (
            "a/b zzz=x",
            "unknown option `zzz`; there are caption, anchor, show, mark",
        ),
        ("a/b caption", "`caption` is no option"),
        ("a/b caption=\"x", "closing quotation mark"),
        ("a/b caption=", "has no value"),
        ("a/b anchor=x anchor=y", "given twice"),
        ("a/b show=rst", "did you mean \"rust\"?"),
    ] {
        let error = parse(text.trim()).unwrap_err();
        assert!(error.contains(message), "{text}: {error}");
    }
}

#[test]
fn a_listing_becomes_a_numbered_figure_with_both_languages() {
    let text =
        sample().expanded("One.\n\n{{#listing threads/hi caption=\"Say `hi` & go\"}}\n\nTwo.\n");
    for part in [
        "<figure class=\"listing\" id=\"listing-hi\">",
        "<a class=\"listing-number permalink\" href=\"#listing-hi\" title=\"Link to this listing\">Listing 2.1</a> <span class=\"listing-title\">Say <code>hi</code> &#38; go",
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
    let text = sample().expanded("{{#listing threads/hi anchor=body show=rust}}\n");
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
        let text = sample().expanded(&format!("{{{{#listing threads/{name}}}}}\n"));
        assert!(text.contains(info) && text.contains(ending), "{text}");
    }
    let text = sample().expanded("{{#listing threads/boom}}\n");
    assert!(
        text.contains("in one order of several: &#60;x&#62; prints"),
        "{text}"
    );
}

#[test]
fn the_message_alone_is_no_figure() {
    let text = sample().expanded("{{#listing threads/bad show=message}}\n");
    assert!(
        text.contains("id=\"message-bad\"") && text.contains("```rustc\nerror[E0001]: no\n```")
    );
    assert!(!text.contains("figure"));
}

#[test]
fn marked_lines_are_told_to_the_step_that_highlights() {
    let whole = sample().expanded("{{#listing threads/hi mark=\"hi\" mark=\"rest()\"}}");
    assert!(whole.contains("```rust,mark-2-5\n"), "{whole}");
    assert!(whole.contains("```ts,mark-1\n"), "{whole}");
    // Hidden lines count, and are not marked.
    let excerpt =
        sample().expanded("{{#listing threads/hi anchor=body show=rust mark=\"println!\"}}");
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
        let message = sample().problem(directive);
        assert!(message.contains("contains"), "{directive}: {message}");
        assert!(
            message.contains("copy what to mark"),
            "{directive}: {message}"
        );
    }
    let message = sample().problem("{{#listing threads/hi show=output mark=\"hi\"}}");
    assert!(message.contains("shows none"), "{message}");
}

#[test]
fn a_listing_in_both_languages_lets_the_reader_choose() {
    assert!(
        sample()
            .expanded("{{#listing threads/hi}}")
            .contains("aria-label=\"Languages to show\"")
    );
    assert!(
        !sample()
            .expanded("{{#listing threads/hi show=rust}}")
            .contains("Languages to show")
    );
    let tools = sample().expanded("{{#listing threads/hi}}");
    for tool in ["class=\"run\"", "class=\"rust\"", "class=\"typescript\""] {
        assert_eq!(tools.matches(tool).count(), 1, "{tool} in {tools}");
    }
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
        let found = sample().problem(text);
        assert!(found.contains(message), "{text}: {found}");
    }
}

#[test]
fn what_a_caption_or_a_slip_of_the_fingers_says_is_checked() {
    let text = sample().problem("x\n\n{{#listing threads/bad caption=\"Refused (E0002)\"}}\n");
    assert_eq!(
        text,
        "src/threads.md:3: the caption names E0002, and the compiler's answer to threads/bad is \
         \"error[E0001]: no\""
    );
    sample().expanded("{{#listing threads/bad caption=\"Refused (E0001)\"}}\n");
    let text = sample().problem("x\n\n{ #listing threads/hi}}\n");
    assert!(
        text.starts_with("src/threads.md:3: \"{ #listing threads/hi}}\" stays on the page"),
        "{text}"
    );
}
