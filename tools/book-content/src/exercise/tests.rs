use crate::Library;

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

fn said<T: ToString>(problems: &[T]) -> String {
    let lines: Vec<String> = problems.iter().map(T::to_string).collect();
    lines.join("\n")
}

#[test]
fn an_exercise_is_read_as_its_files_have_it() {
    let library = library(&[]);
    assert_eq!(said(&library.problems), "");
    assert_eq!(library.exercises.len(), 2, "a build's folder is none");
    let it = &library.exercises["seat-booking"];
    assert_eq!(it.pages, ["mutex.md", "choosing.md"]);
    assert_eq!(it.announced, "sold twice");
    assert!(it.statement.starts_with("Mend `book`"), "{}", it.statement);
    assert!(it.hints.starts_with("<details>"), "{}", it.hints);
    assert_eq!(it.given.text, "pub fn given() {}\n");
    assert_eq!(it.solution.text, "pub fn solved() {}\n");
    let wrong = ("lucky.rs".to_owned(), "a seat was sold `twice`".to_owned());
    assert_eq!(it.wrong, [wrong]);
    assert_eq!(it.around_port(), (it.statement.clone(), String::new()));
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
