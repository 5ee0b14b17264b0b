use crate::expand::Expansion;
use crate::places::Subject;
use crate::testing::{Sample, folders, said};
use book_content::Library;

const README: &str = "# Seat booking

*Chapters: [Locks](../../src/mutex.md), [Choosing](../../src/choosing.md)*

Mend `book`; see [threads](../../src/threads.md#join) and [std](https://doc.rust-lang.org/std/).

```console
$ cd exercises && cargo test -p seat-booking
```

As given, the tests say: \"sold twice\"

<details><summary>Hint 1: where</summary>

As in [the other](../job-queue/README.md).

</details>

The [solution](solution/lib.rs), and [what else would do](solution/README.md).
";

/// A book with two exercises; `changed` replaces or adds files of the first.
fn library(changed: &[(&str, &str)]) -> Library {
    let mut files: Vec<(String, &str)> = Vec::new();
    for name in ["seat-booking", "job-queue"] {
        for (file, text) in [
            ("README.md", README),
            ("given/lib.rs", "pub fn given() {}\n"),
            ("src/lib.rs", "half a solution\n"),
            ("solution/lib.rs", "pub fn solved() {}\n"),
            (
                "solution/README.md",
                "# The solution\n\nOr [the other](../../job-queue/README.md), [std](https://x.org/y_(z)).\n",
            ),
            ("wrong/lucky.rs", "// refused: a seat was sold `twice`\n"),
        ] {
            files.push((format!("exercises/{name}/{file}"), text));
        }
    }
    for (file, text) in [
        (
            "exercises/README.md",
            "# Exercises\n\n[one](seat-booking/README.md), [how](../src/exploring.md)\n",
        ),
        ("listings/mutex/examples/seats/main.ts", "console.log(1);\n"),
        (
            "listings/mutex/examples/seats/main.ts.out",
            "#: exit 0\n#: stdout\n1\n",
        ),
        ("listings/mutex/Cargo.toml", ""),
    ] {
        files.push((file.into(), text));
    }
    for (file, text) in changed {
        files.push((format!("exercises/seat-booking/{file}"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1)).collect();
    folders(&files)
}

fn shown(text: &str, file: &str, library: &Library) -> Expansion {
    Sample::of(library.clone()).expand(file, text)
}

#[test]
fn an_exercise_is_shown_as_its_files_have_it() {
    let library = library(&[]);
    assert_eq!(said(&library.problems), "");
    let it = shown("{{#exercise seat-booking}}\n", "mutex.md", &library);
    assert_eq!(said(&it.problems), "");
    assert!(it.shows.contains(&Subject::Exercise("seat-booking".into())));
    assert!(it.words.contains("Mend `book`"), "{}", it.words);
    for part in [
        "### <span class=\"exercise-number\">Exercise 2.1</span> Seat booking {#exercise-seat-booking}\n",
        "Mend `book`; see [threads](threads.md#join) and [std](https://doc.rust-lang.org/std/).",
        "$ cd exercises && cargo test -p seat-booking",
        "```rust,ignore\npub fn given() {}\n```",
        "<details><summary>Hint 1: where</summary>\n\nAs in [the other](mutex.md#exercise-job-queue).\n\n</details>",
        "```rust,ignore\npub fn solved() {}\n```",
        "Or [the other](mutex.md#exercise-job-queue), [std](https://x.org/y_(z)).",
        "<li><code>lucky.rs</code>: &quot;a seat was sold <code>twice</code>&quot;</li>",
    ] {
        assert!(it.content.contains(part), "{part}\nnot in\n{}", it.content);
    }
    for left_out in ["half a solution", "](solution/", "# The solution"] {
        assert!(!it.content.contains(left_out), "{}", it.content);
    }
}

#[test]
fn a_program_to_port_is_a_listing() {
    let port = "The Node version, to port: [main.ts](../../listings/mutex/examples/seats/main.ts)";
    let readme = README.replace("As given", &format!("{port}\n\nAs given"));
    let library = library(&[("README.md", &readme)]);
    let it = shown("{{#exercise seat-booking}}\n", "mutex.md", &library);
    assert_eq!(said(&it.problems), "");
    assert!(it.shows.contains(&Subject::Listing("mutex/seats".into())));
    let figure = it.content.find("Seat booking, on Node").unwrap();
    assert!(figure < it.content.find("As given").unwrap());
}

#[test]
fn the_list_of_all_leads_to_the_pages() {
    let library = library(&[]);
    let it = shown("{{#exercises}}\n", "exercises.md", &library);
    assert_eq!(said(&it.problems), "");
    assert_eq!(
        it.content.trim(),
        "[one](mutex.md#exercise-seat-booking), [how](exploring.md)"
    );
}

#[test]
fn says_what_is_wrong_with_a_page() {
    let elsewhere = README.replace("](../job-queue/README.md)", "](../../README.md)");
    let unknown = README.replace("](../job-queue/", "](../job-queu/");
    let library_of = |text: &str| library(&[("README.md", text)]);
    for (text, file, library, message) in [
        (
            "{{#exercise seat-boking}}",
            "mutex.md",
            library(&[]),
            "src/mutex.md:1: there is no exercise \"seat-boking\"; did you mean \"seat-booking\"?",
        ),
        (
            "{{#exercise seat-booking}}",
            "choosing.md",
            library(&[]),
            "src/choosing.md:1: exercises/seat-booking/README.md names mutex.md first",
        ),
        (
            "{{#exercise seat-booking}}\n\n{{#exercise seat-booking}}",
            "mutex.md",
            library(&[]),
            "#exercise-seat-booking again",
        ),
        (
            "{{#exercise seat-booking}}",
            "mutex.md",
            library_of(&elsewhere),
            "exercises/seat-booking/README.md links to ../../README.md, which a page cannot show",
        ),
        (
            "{{#exercise seat-booking}}",
            "mutex.md",
            library_of(&unknown),
            "which is no exercise; did you mean \"job-queue\"?",
        ),
        (
            "{{#exercises seat-booking}}",
            "exercises.md",
            library(&[]),
            "{{#exercises}} takes nothing; for one of them write {{#exercise seat-booking}}",
        ),
        (
            "{{#exercise}}",
            "mutex.md",
            library(&[]),
            "there is no exercise \"\"",
        ),
    ] {
        let it = shown(text, file, &library);
        let found = said(&it.problems);
        assert!(found.contains(message), "{text}: {found}");
    }
}
