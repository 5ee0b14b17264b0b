//! Asks the compiler about every `compile-fail` listing.
//!
//! The listings are copied into one package below `target/`, each as a program
//! of its own, and checked in one go. What is compared is the `rendered` text
//! of cargo's messages: what a reader sees in a terminal.

use crate::examples::{cargo, json_lines};
use crate::{root, scratch};
use book_content::Library;
use book_content::listing::{Kind, Listing};
use book_content::problem::slashed;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// The compiler's answer to each listing, by listing name; empty where it
/// accepts the program.
///
/// # Errors
///
/// The package could not be generated, or cargo failed for another reason than
/// the listings' errors.
pub fn diagnostics(library: &Library) -> Result<BTreeMap<String, String>, String> {
    let listings: Vec<(&Listing, &str)> = library
        .listings
        .values()
        .filter(|listing| listing.kind == Kind::CompileFail)
        .filter_map(|listing| Some((listing, listing.rust.as_ref()?.text.as_str())))
        .collect();
    if listings.is_empty() {
        return Ok(BTreeMap::new());
    }
    let package = scratch().join("compile-fail");
    generate(&package, &listings)
        .map_err(|error| format!("{} cannot be written: {error}", package.display()))?;

    let mut command = Command::new(cargo());
    command
        .args(["check", "--bins", "--keep-going", "--offline", "--quiet"])
        .arg("--message-format=json")
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"));
    let output = crate::process::neutral_environment(&mut command)
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout);

    let mut answers: BTreeMap<String, String> = listings
        .iter()
        .map(|(listing, _)| (listing.name.clone(), String::new()))
        .collect();
    let mut checked = BTreeSet::new();
    for message in json_lines(&stdout) {
        let Some(name) = message["target"]["name"].as_str() else {
            continue;
        };
        checked.insert(name.to_owned());
        let text = message["message"]["message"].as_str().unwrap_or_default();
        if message["reason"] != "compiler-message" || text.starts_with("aborting due to") {
            continue; // cargo does not show that line either
        }
        if let (Some(answer), Some(rendered)) = (
            answers.get_mut(name),
            message["message"]["rendered"].as_str(),
        ) {
            answer.push_str(rendered);
        }
    }
    if let Some((listing, _)) = listings.iter().find(|(it, _)| !checked.contains(&it.name)) {
        return Err(format!(
            "cargo did not check {}:\n{}",
            slashed(&listing.dir),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    for (name, answer) in &mut answers {
        *answer = normalized(answer, name);
    }
    Ok(answers)
}

/// Writes the package: a manifest, the workspace's lock file, and a copy of
/// each program as `NAME/main.rs`.
fn generate(package: &Path, listings: &[(&Listing, &str)]) -> std::io::Result<()> {
    std::fs::create_dir_all(package)?;
    let mut manifest = String::from(
        "[package]\nname = \"compile-fail\"\nedition = \"2024\"\nautobins = false\n\n\
         [workspace]\n\n[dependencies]\n",
    );
    manifest += &dependencies(listings)?;
    for (listing, text) in listings {
        let name = &listing.name;
        manifest += &format!("\n[[bin]]\nname = \"{name}\"\npath = \"{name}/main.rs\"\n");
        std::fs::create_dir_all(package.join(name))?;
        write_if_changed(&package.join(name).join("main.rs"), text)?;
    }
    write_if_changed(&package.join("Cargo.toml"), &manifest)?;
    // The same versions as the rest of the book; cargo drops what is not used.
    std::fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(())
}

/// The dependencies of the listings' crates, as the workspace defines them.
fn dependencies(listings: &[(&Listing, &str)]) -> std::io::Result<String> {
    let workspace = manifest(&root().join("Cargo.toml"))?;
    let mut wanted = BTreeSet::new();
    for (listing, _) in listings {
        let path = root()
            .join("listings")
            .join(&listing.chapter)
            .join("Cargo.toml");
        let manifest = manifest(&path)?;
        for table in ["dependencies", "dev-dependencies"] {
            if let Some(table) = manifest.get(table).and_then(|it| it.as_table()) {
                wanted.extend(table.keys().cloned());
            }
        }
    }
    let lines = wanted.iter().map(|name| {
        let version = workspace
            .get("workspace")
            .and_then(|it| it.get("dependencies"))
            .and_then(|it| it.get(name))
            .cloned()
            .unwrap_or_else(|| toml::Value::String("*".into()));
        format!("{name} = {version}\n")
    });
    Ok(lines.collect())
}

fn manifest(path: &Path) -> std::io::Result<toml::Table> {
    std::fs::read_to_string(path)?
        .parse()
        .map_err(|error| std::io::Error::other(format!("{}: {error}", path.display())))
}

fn write_if_changed(path: &Path, text: &str) -> std::io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    std::fs::write(path, text)
}

/// Takes the machine out of a diagnostic.
///
/// The program's path becomes `main.rs`. A place in the standard library is
/// shown by its path below `library/` and its line: the column and the lines
/// quoted from it, which rustc knows only where the component rust-src is
/// installed, are left out; the margin is then as wide as the remaining line
/// numbers need.
pub fn normalized(text: &str, name: &str) -> String {
    static STD_PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\s*(?:-->|:::)) \S*?[/\\](library[/\\]\S+?:\d+):\d+$").unwrap()
    });
    static DEPENDENCY_PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\s*(?:-->|:::)) \S*?[/\\]registry[/\\]src[/\\][^/\\]+[/\\](\S+)$").unwrap()
    });
    static QUOTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(\s*\d*\s*\|.*|\.\.\.)$").unwrap());
    let text = text
        .replace(&format!("{name}/main.rs"), "main.rs")
        .replace(&format!("{name}\\main.rs"), "main.rs");
    let mut lines: Vec<String> = Vec::new();
    let mut in_std = false;
    for line in text.lines() {
        if let Some(place) = STD_PLACE.captures(line) {
            lines.push(format!("{} {}", &place[1], place[2].replace('\\', "/")));
            in_std = true;
        } else if in_std && QUOTED.is_match(line) {
            // A line of the standard library's source.
        } else {
            in_std = false;
            match DEPENDENCY_PLACE.captures(line) {
                Some(place) => {
                    lines.push(format!("{} {}", &place[1], place[2].replace('\\', "/")));
                }
                None => lines.push(line.trim_end().to_owned()),
            }
        }
    }
    let mut text = String::new();
    for block in lines.split_inclusive(|line| line.is_empty()) {
        for line in narrowed(block) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// Makes the margin of one diagnostic as narrow as its line numbers allow.
fn narrowed(block: &[String]) -> Vec<String> {
    static MARGIN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^( *\d+|) +(\|.*|=.*)$|^( *)(-->|:::) (.*)$").unwrap());
    let digits = |line: &String| {
        let number = line.trim_start().split(' ').next().unwrap_or_default();
        let margin = MARGIN.captures(line).is_some();
        (margin && number.parse::<u32>().is_ok()).then_some(number.len())
    };
    let width = block.iter().filter_map(digits).max().unwrap_or(1);
    block
        .iter()
        .map(|line| {
            let Some(parts) = MARGIN.captures(line) else {
                return line.clone();
            };
            if let Some(arrow) = parts.get(4) {
                return format!("{:width$}{} {}", "", arrow.as_str(), &parts[5]);
            }
            let number = parts.get(1).map_or("", |it| it.as_str().trim());
            format!("{number:width$} {}", &parts[2])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What rustc 1.95 prints without rust-src, and what the page shows.
    const PLAIN: &str = "\
error[E0277]: `Rc<i32>` cannot be sent between threads safely
  --> main.rs:6:19
   |
 6 |     thread::spawn(move || {
   |     ^^^^^^^^^^^^^ no
   = help: within this closure
note: required by a bound in `spawn`
  --> library/std/src/thread/functions.rs:125

For more information about this error, try `rustc --explain E0277`.
";

    #[test]
    fn the_same_text_with_and_without_rust_src() {
        let bare = PLAIN
            .replace("main.rs", "rc-sent/main.rs")
            .replace("library/", "/rustc/59807616e1fa/library/")
            .replace(":125\n", ":125:0\n");
        // With rust-src the margin fits the largest quoted line number.
        let with_source = PLAIN
            .replace("main.rs", "rc-sent/main.rs")
            .replace("library/std", "/home/me/.rustup/lib/rustlib/src/rust/library/std")
            .replace("  -->", "   -->")
            .replace("   |", "    |")
            .replace(" 6 |", "  6 |")
            .replace("   =", "    =")
            .replace(
                ":125\n",
                ":125:8\n    |\n122 | pub fn spawn<F, T>(f: F)\n...\n125 |     F: Send,\n    |        ^^^^\n",
            );
        let expected = PLAIN
            .replace("  -->", " -->")
            .replace("   |", "  |")
            .replace(" 6 |", "6 |")
            .replace("   =", "  =");
        assert_eq!(normalized(&bare, "rc-sent"), expected);
        assert_eq!(normalized(&with_source, "rc-sent"), expected);
    }

    #[test]
    fn a_dependency_is_shown_by_its_package() {
        let text = "note: here\n --> /home/me/.cargo/registry/src/index.crates.io-1/tokio-1.54.1/src/task/spawn.rs:9:1\n";
        assert_eq!(
            normalized(text, "x"),
            "note: here\n --> tokio-1.54.1/src/task/spawn.rs:9:1\n"
        );
    }
}
