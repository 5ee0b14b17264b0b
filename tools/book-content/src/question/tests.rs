use super::*;
use crate::Library;

/// Two endings: `ab` with code 0, and a deadlock after `a`.
const SCHEDULES: &str = r#"{"complete": true, "limit": null, "assumptions": [], "schedules": "2",
    "endings": [
        {"kind": "exit", "code": 0, "stdout": "a\nb\n", "stderr": "", "schedules": "1",
         "threads": [], "steps": []},
        {"kind": "deadlock", "code": null, "stdout": "a\n", "stderr": "", "schedules": "1",
         "threads": [], "steps": []}]}"#;

fn library(more: &[(&str, &str)]) -> Library {
    let dir = tempfile::tempdir().unwrap();
    let some = SCHEDULES.replace("\"complete\": true", "\"complete\": false");
    let files = [
        ("Cargo.toml", ""),
        ("examples/two/main.rs", "fn main() {}\n"),
        ("examples/two/main.rs.out", "#: exit 0\n#: stdout\na\nb\n"),
        ("examples/two/schedules.json", SCHEDULES),
        ("examples/some/main.rs", "fn main() {}\n"),
        ("examples/some/schedules.json", &some),
        ("examples/one/main.rs", "fn main() {}\n"),
        ("examples/one/main.rs.out", "#: exit 3\n#: stdout\na\n"),
        ("examples/one/main.ts", "console.log(1);\n"),
        ("examples/one/main.ts.out", "#: exit 0\n#: stdout\n1\n"),
        ("examples/new/main.rs", "fn main() {}\n"),
        ("examples/any/main.rs", "fn main() {}\n"),
        (
            "examples/any/main.rs.out",
            "#: order any because x\n#: exit 0\n#: stdout\na\n",
        ),
        ("examples/stuck/main.rs", "fn main() {}\n"),
        (
            "examples/stuck/main.rs.out",
            "#: hangs because x\n#: stdout\na\n",
        ),
        ("examples/script/main.ts", "console.log(1);\n"),
        (
            "compile-fail/bad/main.rs",
            "fn main() {\n    one(x);\n    two(x);\n}\n",
        ),
        (
            "compile-fail/bad/main.rs.stderr",
            "warning: w\n --> main.rs:1:1\n\nerror[E0382]: moved\n --> main.rs:3:9\n  |\n\
             note: n\n --> main.rs:2:9\n",
        ),
    ];
    for (path, text) in files.iter().chain(more) {
        let path = dir.path().join("listings/threads").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Library::discover(dir.path())
}

/// A question about `about` with two choices: `fact`, and one that is marked
/// the other way round and decided by nothing that is tested here.
fn with(about: &str, fact: &str, right: bool) -> String {
    format!(
        "ask = \"What?\"\nabout = \"threads/{about}\"\n\n[[choice]]\n{fact}\nright = {right}\n\
         why = \"So.\"\n"
    )
}

/// What is wrong with one choice, apart from its being alone.
fn verdict(about: &str, fact: &str, right: bool) -> String {
    let other = match about {
        "bad" => ("compiles = false", "compiles = true"),
        _ => ("compiles = true", "compiles = false"),
    };
    let other = if right { other.1 } else { other.0 };
    let text = format!(
        "{}\n[[choice]]\n{other}\nsays = \"other\"\nright = {}\nwhy = \"So.\"\n",
        with(about, fact, right),
        !right
    );
    let library = library(&[("questions/q.toml", &text)]);
    let problems: Vec<String> = library.problems.iter().map(Problem::to_string).collect();
    problems.join("\n")
}

#[test]
fn every_fact_is_decided_by_the_records_and_by_nobody_else() {
    let says = "\nsays = \"it\"";
    for (about, fact, holds, evidence) in [
        (
            "two",
            "prints = \"a\\nb\\n\"",
            true,
            "it is printed in 1 of the 2 endings of threads/two",
        ),
        ("two", "prints = \"a\"", true, "it is printed in 1 of the 2"),
        (
            "two",
            "prints = \"b\"",
            false,
            "no schedule prints it (what threads/two can print: \"a\\nb\", \"a\")",
        ),
        (
            "one",
            "prints = \"a\\n\"",
            true,
            "main.rs.out records \"a\"",
        ),
        ("one", "prints = \"\"", false, "main.rs.out records \"a\""),
        ("stuck", "prints = \"a\"", true, "main.rs.out records \"a\""),
        (
            "bad",
            "prints = \"a\"",
            false,
            "the compiler refuses threads/bad: error[E0382]: moved",
        ),
        (
            "two",
            "hangs = true",
            true,
            "one ending of threads/two is a deadlock",
        ),
        (
            "two",
            "hangs = false",
            false,
            "one ending of threads/two is a deadlock",
        ),
        (
            "stuck",
            "hangs = true",
            true,
            "main.rs.out of threads/stuck says that it hangs",
        ),
        ("bad", "hangs = true", false, "the compiler refuses"),
        ("one", "compiles = true", true, "threads/one compiles"),
        ("one", "compiles = false", false, "threads/one compiles"),
        ("bad", "compiles = true", false, "the compiler refuses"),
        ("bad", "compiles = false", true, "the compiler refuses"),
        ("bad", "error = \"E0382\"", true, "the compiler refuses"),
        ("bad", "error = \"E0373\"", false, "the compiler refuses"),
        ("one", "error = \"E0382\"", false, "threads/one compiles"),
        (
            "bad",
            "line = \"two(x)\"",
            true,
            "the first error points at line 3, `two(x);`",
        ),
        (
            "bad",
            "line = \"one(x)\"",
            false,
            "the first error points at line 3, `two(x);`",
        ),
        ("one", "line = \"main\"", false, "threads/one compiles"),
        (
            "two",
            "exit = 0",
            true,
            "the exit codes of threads/two are: 0, none, it hangs",
        ),
        (
            "two",
            "exit = 101",
            false,
            "the exit codes of threads/two are: 0, none, it hangs",
        ),
        (
            "one",
            "exit = 3",
            true,
            "main.rs.out of threads/one records the exit code 3",
        ),
        (
            "one",
            "exit = 0",
            false,
            "main.rs.out of threads/one records the exit code 3",
        ),
        (
            "one",
            "typescript-prints = \"1\\n\"",
            true,
            "main.ts.out records \"1\"",
        ),
        (
            "one",
            "typescript-prints = \"2\\n\"",
            false,
            "main.ts.out records \"1\"",
        ),
    ] {
        // The second choice of `verdict` is about compiling, too.
        if fact.starts_with("compiles") {
            let library = library(&[]);
            let listing = library.get(&format!("threads/{about}")).unwrap();
            let it = truth(listing, &Fact::Compiles(fact.ends_with("true"))).unwrap();
            assert_eq!((it.0, it.1.contains(evidence)), (holds, true), "{it:?}");
            continue;
        }
        let fact = &format!("{fact}{says}");
        assert_eq!(verdict(about, fact, holds), "", "{about}: {fact}");
        let found = verdict(about, fact, !holds);
        let start = match holds {
            true => {
                "listings/threads/questions/q.toml:5: the choice \"it\" is not marked right, but "
            }
            false => "listings/threads/questions/q.toml:5: the choice \"it\" is marked right, and ",
        };
        assert!(
            found.starts_with(&format!("{start}{evidence}")),
            "{about}: {fact}: {found}"
        );
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn what_nobody_knows_is_no_fact() {
    let says = "\nsays = \"it\"";
    for (about, fact, message) in [
        (
            "some",
            "prints = \"a\"",
            "not every schedule of threads/some was explored",
        ),
        ("some", "hangs = true", "not every schedule"),
        ("some", "exit = 0", "not every schedule"),
        (
            "new",
            "prints = \"a\"",
            "main.rs.out holds no recorded output; run `SNAPSHOTS",
        ),
        (
            "any",
            "prints = \"a\"",
            "main.rs.out says that the output is not the same each time; have",
        ),
        (
            "one",
            "hangs = false",
            "a run of threads/one proves nothing about the next",
        ),
        (
            "bad",
            "hangs = false",
            "threads/bad does not compile, so it neither hangs nor ends",
        ),
        (
            "bad",
            "line = \"three\"",
            "no line of main.rs of threads/bad contains it",
        ),
        (
            "bad",
            "line = \"(x)\"",
            "the lines 2 and 3 of main.rs of threads/bad contain it",
        ),
        (
            "two",
            "typescript-prints = \"a\"",
            "threads/two has no main.ts",
        ),
        (
            "script",
            "prints = \"a\"",
            "threads/script has no main.rs; ask what main.ts prints",
        ),
    ] {
        for right in [true, false] {
            let found = verdict(about, &format!("{fact}{says}"), right);
            let start = "q.toml:5: the choice \"it\" cannot be decided: ";
            assert!(
                found.contains(&format!("{start}{message}")),
                "{fact}: {found}"
            );
        }
    }
}

#[test]
fn says_what_is_wrong_with_the_form() {
    let choice = |text: &str| format!("\n[[choice]]\n{text}\nwhy = \"So.\"\n");
    let head = "ask = \"What?\"\nabout = \"threads/two\"\n";
    let good = choice("prints = \"a\"\nright = true");
    let bad = choice("prints = \"x\"");
    for (text, message) in [
        ("ask = ".to_owned(), "q.toml:1: is no question: "),
        ("ask = \"What?\"\n".to_owned(), "missing field `about`"),
        (
            format!("{head}shwo = true\n"),
            "q.toml:3: is no question: unknown field `shwo`, expected",
        ),
        (
            format!("{head}{good}{bad}{}", choice("print = \"x\"")),
            "q.toml:14: is no question: unknown field `print`",
        ),
        (
            format!("{head}{good}{bad}").replace("What?", " "),
            "q.toml:1: `ask` asks nothing",
        ),
        (
            format!("{head}{good}"),
            "q.toml:1: has 1 choices; a question has 2 to 5",
        ),
        (format!("{head}{good}{}", bad.repeat(5)), "has 6 choices"),
        (
            format!("{head}{good}{good}"),
            "q.toml:10: the choice \"a\" is there twice",
        ),
        (
            format!("{head}{bad}{}", choice("prints = \"y\"")),
            "no choice is right; mark one",
        ),
        (
            format!(
                "{head}{good}{}",
                choice("exit = 0\nsays = \"0\"\nright = true")
            ),
            "no choice is wrong",
        ),
        (
            format!("{head}{good}{}", choice("exit = 1")),
            "q.toml:10: `exit` does not explain itself",
        ),
        (
            format!("{head}{good}{}", choice("hangs = true\nsays = \"\"")),
            "`hangs` does not explain",
        ),
        (
            format!("{head}{good}{}", choice("says = \"x\"")),
            "states 0 facts; it needs exactly one: prints,",
        ),
        (
            format!("{head}{good}{}", choice("prints = \"x\"\nline = \"y\"")),
            "q.toml:9: this choice states 2 facts",
        ),
        (
            format!("{head}{good}{}", bad.replace("So.", "")),
            "the choice \"x\" needs one sentence",
        ),
        (
            format!("{head}{good}{bad}").replace("/two", "/tow"),
            "q.toml:2: there is no listing \"threads/tow\"; did you mean \"threads/two\"?",
        ),
    ] {
        let library = library(&[("questions/q.toml", &text)]);
        let problems: Vec<String> = library.problems.iter().map(Problem::to_string).collect();
        let found = problems.join("\n");
        assert!(found.contains(message), "{text}\n{found}");
    }
}

#[test]
fn files_and_names_are_checked_too() {
    let text =
        with("two", "prints = \"a\"", true) + "\n[[choice]]\nprints = \"x\"\nwhy = \"So.\"\n";
    let found = |path: &str| {
        let library = library(&[(path, &text)]);
        let problems: Vec<String> = library.problems.iter().map(Problem::to_string).collect();
        (problems.join("\n"), library)
    };
    let (none, library) = found("questions/good-one.toml");
    assert_eq!(none, "");
    assert!(library.question("threads/good-one").is_ok());
    for (id, near) in [
        ("threads/good-oen", true),
        ("mutex/good-one", true),
        ("zzz/yyy", false),
    ] {
        let message = library.question(id).unwrap_err();
        let hint = message.contains("did you mean \"threads/good-one\"?");
        assert_eq!(hint, near, "{message}");
    }
    assert!(
        found("questions/good.tml")
            .0
            .contains("good.tml: is no question; this folder")
    );
    let (message, library) = found("questions/Good one.toml");
    assert!(message.contains("becomes an anchor"), "{message}");
    assert!(library.unreadable.contains("threads/Good one"));
}
