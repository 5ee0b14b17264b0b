//! What the theme puts in place of mdBook's own files, and its colors.

use book_tests::{report, root};
use regex::Regex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// mdBook's files that the theme replaces, or that the replacements answer to,
/// with the sum of the version that somebody last looked at.
const KNOWN: [(&str, u64); 7] = [
    ("fonts/fonts.css", 0x4459_5436_52f9_423d),
    ("images/favicon.svg", 0x1b9c_5016_218d_1dc8),
    // Calls the stubs that stand for the next two.
    ("js/book.js", 0x043d_72b8_d9a2_4b0c),
    ("js/clipboard.min.js", 0xc116_7b90_3712_f064),
    // theme/search.js does what this and the template do on each page load.
    ("searcher/searcher.js", 0x9c6f_ad58_012c_ea0d),
    ("templates/index.hbs", 0x45ce_e6a5_c825_f23c),
    ("js/highlight.js", 0xe337_7b75_11de_e514),
];

/// The folder `front-end` of the mdbook-html that `Cargo.lock` names.
fn front_end() -> PathBuf {
    let run = |command: &mut Command| {
        let output = command.current_dir(root()).output();
        let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?} failed:\n{errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let host = run(Command::new("rustc").arg("-vV"));
    let host = host.lines().find_map(|line| line.strip_prefix("host: "));
    let metadata = run(Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(["--filter-platform", host.expect("rustc names its host")]));
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let manifest = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == "mdbook-html")
        .and_then(|package| package["manifest_path"].as_str())
        .expect("Cargo.lock holds no mdbook-html: where are mdBook's own files now?");
    Path::new(manifest).with_file_name("front-end")
}

/// FNV-1a: it only has to notice a change.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn what_the_theme_replaces_is_unchanged_in_mdbook() {
    let front_end = front_end();
    let mut problems = Vec::new();
    for (name, known) in KNOWN {
        let file = front_end.join(name);
        match std::fs::read(&file) {
            Ok(bytes) if sum(&bytes) == known => {}
            Ok(bytes) => problems.push(format!(
                "{}: is not the version that theme/ was written for; see what changed, mend \
                 theme/ if need be, and set its sum to {:#018x} in tools/book-tests/tests/theme.rs",
                file.display(),
                sum(&bytes)
            )),
            Err(error) => problems.push(format!(
                "{}: {error}; mdBook has it elsewhere, or does without it: see whether theme/ \
                 still replaces it, and mend tools/book-tests/tests/theme.rs",
                file.display()
            )),
        }
    }
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}");
}

/// A file with a name of mdBook's own replaces that file, so it must be known.
#[test]
fn no_file_of_the_theme_replaces_another_unseen() {
    fn files(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => files(&path, found),
                false => found.push(path),
            }
        }
    }
    let (mut own, mut theirs) = (Vec::new(), Vec::new());
    files(&root().join("theme"), &mut own);
    files(&front_end(), &mut theirs);
    let html = mdbook_driver::MDBook::load(root())
        .ok()
        .and_then(|book| book.config.html_config());
    let html = html.expect(
        "book.toml: mdBook ignores [output.html]; mend what \
         `cargo test --test pages configuration` reports",
    );
    let added: Vec<PathBuf> = html
        .additional_css
        .iter()
        .chain(&html.additional_js)
        .map(|path| root().join(path))
        .collect();
    let mut problems = Vec::new();
    for file in own.iter().filter(|file| !added.contains(file)) {
        let name = file.file_name();
        let known = KNOWN
            .iter()
            .any(|(it, _)| Path::new(it).file_name() == name);
        if !theirs.iter().any(|it| it.file_name() == name) {
            problems.push(format!(
                "{}: mdBook copies no such file; name it in book.toml or remove it",
                file.display()
            ));
        } else if !known {
            problems.push(format!(
                "{}: replaces a file of mdBook; add that to KNOWN in tools/book-tests/tests/theme.rs",
                file.display()
            ));
        }
    }
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}");
}

/// WCAG's relative luminance of `#rrggbb`.
fn luminance(color: &str) -> f64 {
    let part = |at: usize| {
        let value = u8::from_str_radix(&color[at..at + 2], 16).unwrap();
        let value = f64::from(value) / 255.0;
        match value <= 0.04045 {
            true => value / 12.92,
            false => ((value + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const TOKENS: &str = "theme/css/tokens.css";

/// What text stands on.
const GROUNDS: [&str; 4] = ["--ground", "--raised", "--mark", "--found"];

/// What lies over something else and darkens it: black, more or less of it.
const SHADES: [&str; 3] = ["--edge", "--shade", "--shadow"];

/// What is wrong with the colors of a `tokens.css`: text has 7:1 on its ground,
/// which WCAG calls AAA; what is quieter 4.5:1.
fn wrong_colors(css: &str) -> Vec<String> {
    let Some((first, _)) = css.split_once("\n}") else {
        return vec![format!(
            "{TOKENS}: begins with the block :root, and does not close it"
        )];
    };
    let at = |token: &str| {
        let line = first
            .lines()
            .position(|it| it.trim_start().starts_with(&format!("{token}:")));
        line.map_or(TOKENS.to_owned(), |line| format!("{TOKENS}:{}", line + 1))
    };
    let token = Regex::new(r"(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);").unwrap();
    let mut schemes = [BTreeMap::new(), BTreeMap::new()];
    for token in token.captures_iter(first) {
        for (scheme, at) in schemes.iter_mut().zip([2, 3]) {
            scheme.insert(token[1].to_owned(), token[at].to_owned());
        }
    }
    let mut problems = Vec::new();
    let black = Regex::new(
        r"^(?:light-dark\(|[\d. rem]+ )?rgb\(0 0 0 / \d+%\)(?:, rgb\(0 0 0 / \d+%\)\))?;$",
    )
    .unwrap();
    let declared = Regex::new(r"(?m)^  (--[\w-]+): (.+)").unwrap();
    for it in declared.captures_iter(first) {
        let (name, value) = (&it[1], &it[2]);
        if SHADES.contains(&name) {
            if !black.is_match(value) {
                problems.push(format!(
                    "{}: {name} lies over other things and darkens them: rgb(0 0 0 / N%)",
                    at(name)
                ));
            }
        } else if (value.contains('#') || value.contains("rgb")) && !schemes[0].contains_key(name) {
            problems.push(format!(
                "{}: {name} is not of the form light-dark(#rrggbb, #rrggbb)",
                at(name)
            ));
        }
    }
    let text = ["--text", "--code-text", "--inline-code"];
    for name in GROUNDS
        .iter()
        .chain(&text)
        .chain(&SHADES)
        .chain(&["--line"])
    {
        if !declared.captures_iter(first).any(|it| it[1] == **name) {
            problems.push(format!("{TOKENS}: {name} is missing from :root"));
        }
    }
    for (scheme, tokens) in ["light", "dark"].iter().zip(&schemes) {
        for (name, color) in tokens {
            if GROUNDS.contains(&name.as_str()) || name == "--line" {
                continue;
            }
            let needed = if text.contains(&name.as_str()) {
                7.0
            } else {
                4.5
            };
            for ground in GROUNDS {
                let Some(behind) = tokens.get(ground) else {
                    continue;
                };
                let found = contrast(color, behind);
                if found < needed {
                    problems.push(format!(
                        "{}: {name} on {ground} has {found:.2}:1 in the {scheme} scheme, and needs \
                         {needed}:1; change one of the two",
                        at(name)
                    ));
                }
            }
        }
    }
    problems
}

#[test]
fn every_color_can_be_read_on_every_ground() {
    let css = std::fs::read_to_string(root().join(TOKENS)).unwrap();
    assert!(
        css.matches("light-dark(#").count() >= 22,
        "{TOKENS}: where are the colors?"
    );
    let report = report(wrong_colors(&css));
    assert!(report.is_empty(), "\n{report}");
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
}

/// What can be wrong with a token, and what is said of it.
#[test]
fn a_wrong_token_is_named() {
    let css = std::fs::read_to_string(root().join(TOKENS)).unwrap();
    let line = |token: &str| {
        let line = css
            .lines()
            .position(|it| it.starts_with(&format!("  {token}:")));
        line.expect("it is there")
    };
    for (token, instead, message) in [
        ("--edge", "", "--edge is missing from :root"),
        (
            "--edge",
            "  --edge: rgb(9 9 9 / 18%);",
            "--edge lies over other things",
        ),
        ("--ground", "", "--ground is missing from :root"),
        ("--soft", "  --soft: #565b64;", "--soft is not of the form"),
        (
            "--soft",
            "  --soft: light-dark(#909090, #a9afbb);",
            "--soft on --ground has 3.",
        ),
    ] {
        let changed: Vec<&str> = css
            .lines()
            .enumerate()
            .map(|(at, it)| if at == line(token) { instead } else { it })
            .collect();
        let found = report(wrong_colors(&changed.join("\n")));
        assert!(
            found.contains(message) && found.starts_with(TOKENS),
            "{token}: {found}"
        );
    }
}

/// Without its token, a declaration is dropped in silence.
#[test]
fn every_name_of_the_style_sheets_is_given_somewhere() {
    fn texts(dir: &Path, found: &mut String) {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let text = ["js", "css", "hbs", "html", "svg"];
            if path.is_dir() {
                texts(&path, found);
            } else if path
                .extension()
                .is_some_and(|it| text.iter().any(|text| it == *text))
            {
                *found += &std::fs::read_to_string(&path).unwrap_or_default();
            }
        }
    }
    // Some are set in the mark-up: the lanes of a figure, the bars of a chart.
    let mut given = String::new();
    for dir in ["theme", "src", "tools/mdbook-directives/templates"] {
        texts(&root().join(dir), &mut given);
    }
    let used = Regex::new(r"var\((--[\w-]+)\)").unwrap();
    let mut problems = Vec::new();
    for entry in std::fs::read_dir(root().join("theme/css")).unwrap() {
        let path = entry.unwrap().path();
        let css = std::fs::read_to_string(&path).unwrap();
        for (line, number) in css.lines().zip(1..) {
            for it in used.captures_iter(line) {
                let name = &it[1];
                let set = [
                    format!("{name}:"),
                    format!("\"{name}\""),
                    format!("'{name}'"),
                ];
                if !set.iter().any(|it| given.contains(it)) {
                    let file = path.strip_prefix(root()).unwrap_or(&path).display();
                    problems.push(format!(
                        "{file}:{number}: {name} is given nowhere; add it to {TOKENS}, or mend the name"
                    ));
                }
            }
        }
    }
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}");
}

/// A color anywhere else would have one scheme only.
#[test]
fn every_color_is_a_token() {
    let color = Regex::new(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(").unwrap();
    let mut problems = Vec::new();
    for entry in std::fs::read_dir(root().join("theme/css")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name == "tokens.css") {
            continue;
        }
        let css = std::fs::read_to_string(&path).unwrap();
        for (line, number) in css.lines().zip(1..) {
            if color.is_match(&line.replace("#mdbook", "")) {
                problems.push(format!(
                    "{}:{number}: a color of its own; give it a name in tokens.css, with both schemes",
                    path.display()
                ));
            }
        }
    }
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}");
}
