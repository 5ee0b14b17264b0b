use super::*;

fn page(text: &str) -> Page {
    Page {
        file: "src/page.md".into(),
        text: text.to_owned(),
    }
}

#[test]
fn a_fence_is_tested_or_excused() {
    let (untested, problems) = page(
        "```rust\nlet x = 1;\n```\n\n<!-- untested: a shell -->\n```console\n$ ls\n```\n\n\
         ```text\nx\n```\n\n```ts\nlet x\n```\n\n```rust,ignore\nx\n```\n",
    )
    .fences();
    assert_eq!(untested.len(), 1);
    assert_eq!(untested[0].reason, "a shell");
    let lines: Vec<Option<usize>> = problems.iter().map(|it| it.line).collect();
    assert_eq!(lines, [Some(10), Some(14), Some(18)]);
}

/// ```` ```rust editable ```` was compiled by nothing, and a block that does
/// not compile passed as one that panics.
#[test]
fn the_words_of_a_rust_fence_are_few_and_parted_by_commas() {
    for (fence, message) in [
        (
            "rust should_panic",
            "parted by commas, without spaces: write ```rust,should_panic",
        ),
        ("rust, ignore", "parted by commas"),
        ("rust\teditable", "parted by commas"),
        ("rust,should_panic", "make it a listing"),
        ("rust,compile_fail", "listings/CHAPTER/compile-fail"),
        ("rust,editable", "\"editable\" is no word"),
    ] {
        let (_, problems) = page(&format!("x\n\n```{fence}\nx\n```\n")).fences();
        let text = problems.iter().map(Problem::to_string).collect::<String>();
        assert!(
            text.starts_with("src/page.md:3: ") && text.contains(message),
            "{text}"
        );
    }
    let (_, problems) = page("<!-- untested: y -->\n```rust,no_run\nx\n```\n").fences();
    assert_eq!(problems, []);
}

#[test]
fn two_headings_of_one_anchor_are_refused() {
    let found = page("# T\n\n## `Arc` and *you*\n\n## Arc and you\n\n## x {#t}\n").equal_headings();
    let text: Vec<String> = found.iter().map(Problem::to_string).collect();
    assert!(
        text[0].starts_with("src/page.md:5: ")
            && text[0].contains("#arc-and-you, is that of line 3"),
        "{text:?}"
    );
    assert!(
        text[1].starts_with("src/page.md:7: ") && text[1].contains("line 1"),
        "{text:?}"
    );
    assert_eq!(text.len(), 2);
}

#[test]
fn a_caption_calls_no_program_the_same() {
    let say = |caption: &str| {
        let text = format!("x\n\n{{{{#listing a/b caption=\"{caption}\" mark=\"m\"}}}}\n");
        page(&text).captions_of_the_same()
    };
    for caption in [
        "The same program, without its lock",
        "The same Rust program on one thread",
        "With a lock, the same code",
        "The program from above again",
        "An unchanged listing in release mode",
    ] {
        let found = crate::report(say(caption));
        let place = "src/page.md:3: the caption says \"";
        assert!(found.starts_with(place), "{caption}: {found}");
        assert!(found.contains("name what differs"), "{found}");
    }
    for caption in [
        "The same ten fees, added in a different order",
        "With a Mutex, the same readers are a deadlock",
        "The same results, once in turn and once at the same time",
        "Every thread asks again",
    ] {
        assert!(say(caption).is_empty(), "{caption}");
    }
    // In the text, which can go on to say what differs.
    assert!(
        page("The same program twice.\n")
            .captions_of_the_same()
            .is_empty()
    );
}

#[test]
fn a_reference_needs_its_definition() {
    let found =
        page("# T\n\n[a][b], [c][], `[d][e]`, v[0] and [x]\n\n[c]: y.md\n").undefined_links();
    let text: Vec<String> = found.iter().map(Problem::to_string).collect();
    assert_eq!(text.len(), 1, "{text:?}");
    assert!(
        text[0].starts_with("src/page.md:3: [b] is not defined"),
        "{text:?}"
    );
}

#[test]
fn links_between_files_of_the_repository_are_followed() {
    let here = Page {
        file: ".github/STYLE.md".into(),
        text: "[a](../README.md#test-it) [b](../README.md#tset-it)\n\n[c](x.md) [d](#e)\n\n\
               [f](https://x.org/#y) [g](../src)\n\n# E\n"
            .into(),
    };
    let found = here.wrong_links_in_repository();
    let text: Vec<String> = found.iter().map(Problem::to_string).collect();
    assert_eq!(
        text,
        [
            ".github/STYLE.md:1: README.md has no heading #tset-it; did you mean \"test-it\"?",
            ".github/STYLE.md:3: leads to .github/x.md, which is not there",
        ]
    );
}

#[test]
fn a_page_has_its_line_in_italics() {
    assert!(page("# T\n\n*All of it.*\n\nx\n").has_its_line());
    for text in [
        "# T\n\nx\n",
        "# T\n\n*A* word\n",
        "# T\n\n## U\n\n*x*\n",
        "# T\n",
    ] {
        assert!(!page(text).has_its_line(), "{text}");
    }
}

#[test]
fn prose_leaves_headings_and_code_out_and_keeps_links() {
    let found = page("# A lock\n\nOne `lock` and [a lock](glossary.md#lock).\n").prose();
    let texts: Vec<&str> = found.iter().map(|(_, text, _)| text.as_str()).collect();
    assert_eq!(texts, ["One ", " and ", "a lock", "."]);
    assert_eq!(found[2].2.as_deref(), Some("glossary.md#lock"));
    // A directive in a line does not hide the rest of it.
    let found = page("{{#measured a/b}} is 1,200.\n\n{{#listing a/b caption=\"300\"}}\n").prose();
    let texts: Vec<&str> = found.iter().map(|(_, text, _)| text.as_str()).collect();
    assert_eq!(texts[0], "xxxxxxxxxxxxxxxxx is 1,200.");
    assert!(!texts[1].contains('0'), "{texts:?}");
}

#[test]
fn hidden_marks_are_taken_off_rust_only() {
    let blocks = code_blocks("```rust\n# fn main() {\n#\nx\n# }\n```\n\n```toml\n# y\n```\n");
    assert_eq!(blocks, ["fn main() {\n\nx\n}", "# y\n"]);
    // At any indentation, in a list, and where a `#` is meant.
    let blocks = code_blocks("- ```rust\n      # let a = 1;\n  ## x\n  #[y]\n  ```\n");
    assert_eq!(blocks, ["    let a = 1;\n# x\n#[y]"]);
}
