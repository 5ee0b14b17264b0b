//! The book as a whole: it builds, hangs together, and shows what was tested.

use book_content::Library;
use book_content::listing::Kind;
use book_content::problem::{Problem, did_you_mean, slashed};
use book_tests::markdown::{Page, code_blocks};
use book_tests::numbers::{self, Excuses};
use book_tests::pages::{Built, HtmlPage};
use book_tests::{markdown, pages, report, root};
use mdbook_directives::ERROR_INDEX;
use mdbook_directives::figures::chart::CHARTS;
use mdbook_directives::places::Subject;
use mdbook_directives::scanner;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

mod contents;
mod html;
mod links;
mod prose;

static BUILT: LazyLock<Result<Built, String>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("book.toml")).unwrap_or_default();
    if pages::unknown_key(&text).is_some() {
        return Err(
            "not checked, since the book is not what book.toml is to make: mend what \
                    the_configuration_is_understood reports"
                .to_owned(),
        );
    }
    let (_, expanded) = pages::expanded()?;
    match expanded.problems.len() {
        0 => pages::build(),
        // One cause, one report: that test names file and line.
        _ => Err("not checked, since the book does not build: mend what \
                  every_directive_is_right_and_every_listing_is_shown reports"
            .to_owned()),
    }
});
static PAGES: LazyLock<Result<Vec<Page>, Problem>> = LazyLock::new(markdown::pages);
static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::discover(&root()));

const GLOSSARY: &str = "glossary.md";
const MEND: &str = "mend it, then run `cargo test --test pages` again";

fn built() -> &'static Built {
    BUILT.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

fn sources() -> &'static [Page] {
    PAGES.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn none<T: ToString>(problems: impl IntoIterator<Item = T>) {
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}\n({MEND})");
}
