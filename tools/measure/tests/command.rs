//! The command as a reader types it. The tests run a debug build, which
//! measures nothing but knows all its answers.

use book_content::measurements::Data;
use passed::{Key, Passed};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(arguments)
        .output()
        .expect("it starts")
}

fn printed(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// In parts of a second each, unless it passed with this program and this Node.
#[test]
fn every_contender_runs() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let key = Key::default()
        .program(Path::new(env!("CARGO_BIN_EXE_measure")))
        .folder(package)
        .file(&package.join("../../listings/package-lock.json"));
    let passed = Passed::of("measure", Path::new(env!("CARGO_TARGET_TMPDIR")), false);
    passed.test_unless_passed("every_contender_runs", &key, || {
        let output = measure(&["--quick"]);
        let (stdout, stderr) = printed(&output);
        assert!(output.status.success(), "{stdout}{stderr}");
        let (list, _) = printed(&measure(&["--list"]));
        let count = list.lines().count();
        assert_eq!(
            stdout,
            format!("{count} contenders run; nothing was measured\n")
        );
    });
}

#[test]
fn what_cannot_be_done_is_refused_in_words() {
    for (arguments, message) in [
        (vec![], "this is a debug build, whose numbers mean nothing"),
        (vec!["unit/thraed"], "did you mean \"unit/thread\"?"),
        (vec!["--bok"], "there is no option --bok"),
        (
            vec!["--fresh", "nothing", "full"],
            "there is no program \"nothing\"",
        ),
    ] {
        let output = measure(&arguments);
        let (stdout, stderr) = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{stdout}{stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
}

/// The book quotes all that is measured, and nothing that no longer is.
#[test]
fn the_book_has_the_numbers_of_these_contenders() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..");
    let text = std::fs::read_to_string(root.join(book_content::measurements::FILE))
        .expect(book_content::measurements::FILE);
    let data = Data::parse(&text).expect(book_content::measurements::FILE);
    let recorded: BTreeSet<&str> = data.measurements.keys().map(String::as_str).collect();
    let (list, _) = printed(&measure(&["--list"]));
    let mut measured: BTreeSet<&str> = list.lines().collect();
    if !cfg!(target_os = "linux") {
        // Elsewhere the list lacks what only Linux tells.
        measured.extend(recorded.iter().filter(|it| it.contains("memory")));
    }
    let missing: Vec<_> = measured.difference(&recorded).collect();
    let stale: Vec<_> = recorded.difference(&measured).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "{} lacks {missing:?} and still has {stale:?}; make it anew: {} -- --book",
        book_content::measurements::FILE,
        book_content::measurements::COMMAND,
    );
}

/// What the program had that starts Node is not counted as Node's.
#[cfg(target_os = "linux")]
#[test]
fn the_peak_of_node_is_its_own() {
    const OURS: usize = 400 << 20;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let node = pinned_node::set_up(&root).unwrap_or_else(|message| panic!("{message}"));
    let file = root.join("tools/measure/node/memory.ts");
    let program = format!(
        "import {{ peak }} from {:?}; console.log(peak(), process.resourceUsage().maxRSS * 1024)",
        file.display().to_string()
    );
    // Every page of it is in use while Node starts.
    let ours = vec![1_u8; OURS];
    let output = Command::new(node)
        .args(["--input-type=module", "--eval", &program])
        .env_remove("NODE_OPTIONS")
        .output()
        .expect("it starts");
    std::hint::black_box(&ours);
    let (stdout, stderr) = printed(&output);
    let peaks: Vec<usize> = stdout
        .split_whitespace()
        .filter_map(|it| it.parse().ok())
        .collect();
    let [peak, handed_on] = peaks[..] else {
        panic!("{stdout}{stderr}");
    };
    assert!(
        peak < OURS / 2,
        "tools/measure/node/memory.ts: Node had {} MiB at most when it started, which is \
         what this test has ({} MiB by `maxRSS`); read `VmHWM` from /proc/self/status",
        peak >> 20,
        handed_on >> 20,
    );
}
