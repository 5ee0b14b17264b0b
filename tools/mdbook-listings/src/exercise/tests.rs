use super::*;
use crate::expand::{Expansion, expand};
use crate::listing::Library;
use crate::measured::Run;
use crate::question::Places;

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
    let dir = tempfile::tempdir().unwrap();
    let write = |path: String, text: &str| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
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
            write(format!("exercises/{name}/{file}"), text);
        }
    }
    write(
        "exercises/README.md".into(),
        "# Exercises\n\n[one](seat-booking/README.md), [how](../src/exploring.md)\n",
    );
    write(
        "listings/mutex/examples/seats/main.ts".into(),
        "console.log(1);\n",
    );
    write(
        "listings/mutex/examples/seats/main.ts.out".into(),
        "#: exit 0\n#: stdout\n1\n",
    );
    write("listings/mutex/Cargo.toml".into(), "");
    write("exercises/target/debug/some".into(), "");
    for (file, text) in changed {
        write(format!("exercises/seat-booking/{file}"), text);
    }
    Library::discover(dir.path())
}

fn shown(text: &str, file: &str, library: &Library) -> Expansion {
    let run = Run::new(Path::new("nowhere"), None);
    let page = Page {
        file: Path::new(file),
        number: Some("4"),
        repository: None,
        schedules: "schedules",
        error_index: None,
        top: "",
        run: &run,
        places: &Places::default(),
    };
    expand(text, page, library)
}

fn said<T: ToString>(problems: &[T]) -> String {
    let lines: Vec<String> = problems.iter().map(T::to_string).collect();
    lines.join("\n")
}

#[test]
fn an_exercise_is_shown_as_its_files_have_it() {
    let library = library(&[]);
    assert_eq!(said(&library.problems), "");
    assert_eq!(library.exercises.len(), 2, "a build's folder is none");
    let it = shown("{{#exercise seat-booking}}\n", "src/mutex.md", &library);
    assert_eq!(said(&it.problems), "");
    assert!(it.practised.contains("seat-booking"));
    assert!(it.words.contains("Mend `book`"), "{}", it.words);
    for part in [
        "### <span class=\"exercise-number\">Exercise 4.1</span> Seat booking {#exercise-seat-booking}\n",
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
    let it = shown("{{#exercise seat-booking}}\n", "src/mutex.md", &library);
    assert_eq!(said(&it.problems), "");
    assert!(it.shown.contains("mutex/seats"));
    let figure = it.content.find("Seat booking, on Node").unwrap();
    assert!(figure < it.content.find("As given").unwrap());
}

#[test]
fn the_list_of_all_leads_to_the_pages() {
    let library = library(&[]);
    let it = shown("{{#exercises}}\n", "src/exercises.md", &library);
    assert_eq!(said(&it.problems), "");
    assert_eq!(
        it.content.trim(),
        "[one](mutex.md#exercise-seat-booking), [how](exploring.md)"
    );
}

#[test]
fn says_where_a_file_is_not_what_it_should_be() {
    let readme = |from: &str, to: &str| README.replace(from, to);
    let long = readme("As given, the tests say: \"sold twice\"", "It fails.");
    for (file, text, message) in [
        (
            "README.md",
            readme("# Seat", "Seat"),
            "README.md:1: begins with the title",
        ),
        (
            "README.md",
            readme("*Chapters", "Chapters"),
            "README.md:3: says where it belongs",
        ),
        (
            "README.md",
            readme("The [sol", "A [sol"),
            "README.md:19: ends with this line: The [solution]",
        ),
        (
            "README.md",
            long,
            "needs a line `As given, the tests say: \"…\"`",
        ),
        ("README.md", readme("<details>", "<div>"), "has no hint"),
        (
            "README.md",
            readme("```console", "```ts"),
            "README.md:7: a TypeScript program is a listing",
        ),
        (
            "README.md",
            readme(
                "As given",
                "The Node version, to port: [main.ts](main.ts)\n\nAs given",
            ),
            "README.md:11: is written `The Node version, to port: [main.ts](../../listings/CHAPTER",
        ),
        (
            "wrong/lucky.rs",
            "fn x() {}\n".into(),
            "wrong/lucky.rs:1: begins with `// refused: ",
        ),
        (
            "solution/README.md",
            "No title.\n".into(),
            "solution/README.md:1: begins with a title",
        ),
    ] {
        let library = library(&[(file, &text)]);
        let found = said(&library.problems);
        let whole = format!("exercises/seat-booking/{message}");
        assert!(found.contains(message), "{whole}\nnot in\n{found}");
        assert!(found.starts_with("exercises/seat-booking/"), "{found}");
    }
}

#[test]
fn says_what_is_wrong_with_a_page() {
    let elsewhere = README.replace("](../job-queue/README.md)", "](../../README.md)");
    let unknown = README.replace("](../job-queue/", "](../job-queu/");
    let library_of = |text: &str| library(&[("README.md", text)]);
    for (text, file, library, message) in [
        (
            "{{#exercise seat-boking}}",
            "src/mutex.md",
            library(&[]),
            "src/mutex.md:1: there is no exercise \"seat-boking\"; did you mean \"seat-booking\"?",
        ),
        (
            "{{#exercise seat-booking}}",
            "src/choosing.md",
            library(&[]),
            "src/choosing.md:1: exercises/seat-booking/README.md names mutex.md first",
        ),
        (
            "{{#exercise seat-booking}}\n\n{{#exercise seat-booking}}",
            "src/mutex.md",
            library(&[]),
            "#exercise-seat-booking again",
        ),
        (
            "{{#exercise seat-booking}}",
            "src/mutex.md",
            library_of(&elsewhere),
            "exercises/seat-booking/README.md links to ../../README.md, which a page cannot show",
        ),
        (
            "{{#exercise seat-booking}}",
            "src/mutex.md",
            library_of(&unknown),
            "which is no exercise; did you mean \"job-queue\"?",
        ),
        (
            "{{#exercises seat-booking}}",
            "src/exercises.md",
            library(&[]),
            "{{#exercises}} takes nothing; for one of them write {{#exercise seat-booking}}",
        ),
        (
            "{{#exercise}}",
            "src/mutex.md",
            library(&[]),
            "there is no exercise \"\"",
        ),
    ] {
        let it = shown(text, file, &library);
        let found = said(&it.problems);
        assert!(found.contains(message), "{text}: {found}");
    }
}
