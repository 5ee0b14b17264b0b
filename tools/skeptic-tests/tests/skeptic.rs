//! Every Rust block of the expanded pages, compiled and run by skeptic.
//!
//! A test is named after its page. Blocks that must not compile are left out
//! here: the target `listings` compares what the compiler says of them.

use book_tests::{pages, root};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use skeptic::rt::{compile_test, run_test};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::Duration;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// A Rust fence of an expanded page.
struct Block {
    /// The figure that it stands in, or the line of the page.
    place: String,
    /// What the fence says of itself: `rust`, then what skeptic is to expect.
    info: String,
    /// All of its lines, the hidden ones with their mark.
    code: String,
}

/// The blocks by the page's name, without `.md`.
static BLOCKS: LazyLock<Result<BTreeMap<String, Vec<Block>>, String>> = LazyLock::new(|| {
    let (chapters, _) = pages::expanded()?;
    let of_page = |(file, text): (String, String)| {
        let page = file.trim_end_matches(".html").to_owned();
        let source = root().join("src").join(&page).with_extension("md");
        let source = std::fs::read_to_string(source).unwrap_or_default();
        let blocks = blocks(&text, &source, &page);
        (page, blocks)
    };
    Ok(chapters.into_iter().map(of_page).collect())
});

/// Tries all blocks of a page, each below a line that says which it is.
fn page(page: &str) {
    let pages = BLOCKS.as_ref().unwrap_or_else(|error| panic!("{error}"));
    let blocks = pages
        .get(page)
        .unwrap_or_else(|| panic!("the book has no page src/{page}.md"));
    let mut wrong = Vec::new();
    for block in blocks {
        if let Err(what) = block.check() {
            wrong.push(format!("{}: {what}", block.place));
        }
    }
    assert!(
        wrong.is_empty(),
        "see above what the compiler or the program says of\n{}",
        wrong.join("\n")
    );
}

impl Block {
    /// Whether skeptic finds what the fence says.
    fn check(&self) -> Result<(), &'static str> {
        let flags: Vec<&str> = self
            .info
            .split(|it: char| !(it.is_alphanumeric() || it == '_'))
            .collect();
        if flags.contains(&"ignore") {
            return Ok(());
        }
        eprintln!("\n=== {}", self.place);
        let code: String = self.code.lines().map(shown_or_hidden).collect();
        let package = env!("CARGO_MANIFEST_DIR");
        let succeeds = |try_it: fn(&str, &str, &str, &str)| {
            let it = || try_it(package, env!("OUT_DIR"), env!("TARGET"), &code);
            catch_unwind(AssertUnwindSafe(it)).is_ok()
        };
        let panics = flags.contains(&"should_panic");
        if flags.contains(&"no_run") || panics {
            succeeds(compile_test)
                .then_some(())
                .ok_or("does not compile")?;
        }
        if flags.contains(&"no_run") {
            return Ok(());
        }
        match (succeeds(run_test), panics) {
            (true, true) => Err("runs to its end, and was to fail"),
            (false, false) => Err("does not compile, or fails when it runs"),
            _ => Ok(()),
        }
    }
}

/// A line as the compiler gets it: a page's hidden lines begin with `# `.
fn shown_or_hidden(line: &str) -> String {
    let hidden = line.trim_start();
    let line = match hidden.strip_prefix("# ") {
        Some(line) => line,
        None if hidden == "#" => "",
        None => line,
    };
    format!("{line}\n")
}

/// The Rust fences of a page, whole.
fn blocks(expanded: &str, source: &str, page: &str) -> Vec<Block> {
    let mut figure: Option<String> = None;
    let mut open: Option<Block> = None;
    let mut blocks = Vec::new();
    for (event, range) in Parser::new(expanded).into_offset_iter() {
        match event {
            Event::Html(html) => {
                if let Some((_, rest)) = html.split_once("<figure class=\"listing\" id=\"") {
                    figure = rest.split('"').next().map(str::to_owned);
                } else if html.contains("</figure>") {
                    figure = None;
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if info.split([',', ' ', '\t']).next() == Some("rust") =>
            {
                let line = || {
                    let at = source.find(&expanded[range])?;
                    Some(1 + source[..at].matches('\n').count())
                };
                let place = match (&figure, line()) {
                    (Some(figure), _) => format!("src/{page}.md, figure {figure}"),
                    (None, Some(line)) => format!("src/{page}.md:{line}"),
                    (None, None) => format!("src/{page}.md, block {}", blocks.len() + 1),
                };
                open = Some(Block {
                    place,
                    info: info.into_string(),
                    code: String::new(),
                });
            }
            // Without the marks of the list or quotation that it stands in.
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// The tests above were written from `src/SUMMARY.md`, as the build script
/// reads it; mdBook may read more.
#[test]
fn every_page_has_its_test() {
    let of_tests = include_str!(concat!(env!("OUT_DIR"), "/pages.rs"));
    let pages = BLOCKS.as_ref().unwrap_or_else(|error| panic!("{error}"));
    for page in pages.keys() {
        assert!(
            of_tests.contains(&format!("page({page:?})")),
            "src/SUMMARY.md names the page {page}, and build.rs of skeptic-tests does not see \
             that; write it there as (NAME.md)"
        );
    }
    assert!(pages.values().any(|blocks| !blocks.is_empty()));
}

/// Skeptic lets a block run for ever. The target `listings` finds a program
/// that hangs first and names it; this ends the run where that was left out.
#[test]
fn a_block_that_hangs_is_stopped() {
    const LIMIT: Duration = Duration::from_secs(600);
    std::thread::spawn(|| {
        std::thread::sleep(LIMIT);
        eprintln!(
            "a Rust block of a page still runs after {} s: it hangs. Find it with \
             `cargo test --test listings`, or among the plain fences",
            LIMIT.as_secs()
        );
        std::process::exit(101);
    });
}
