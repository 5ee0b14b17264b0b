//! Hands every Rust block of the expanded pages to skeptic.
//!
//! The preprocessor is linked as a library: starting it as a command would
//! wait for ever on the lock of the cargo that runs this script. What is wrong
//! with a page is reported by the tests, which name file and line; here a
//! wrong directive leaves its figure out.

use book_content::problem::slashed;
use mdbook_directives::expand_book;
use mdbook_driver::MDBook;
use mdbook_preprocessor::PreprocessorContext;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

fn main() {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .nth(2)
        .expect("two folders below the root")
        .to_owned();
    // Relative to this package: a checkout that was moved watches itself.
    for path in ["book.toml", "src"] {
        println!("cargo:rerun-if-changed=../../{path}");
    }
    // Not `listings` as a whole: it holds node_modules.
    for chapter in std::fs::read_dir(root.join("listings"))
        .into_iter()
        .flatten()
        .flatten()
    {
        if chapter.path().join("Cargo.toml").is_file() {
            let name = chapter.file_name();
            println!("cargo:rerun-if-changed=../../listings/{}", name.display());
        }
    }
    match pages(&root, &PathBuf::from(variable("OUT_DIR")).join("pages")) {
        Ok(pages) => skeptic::generate_doc_tests(&pages),
        // Not an error of the build: the tests of book-tests come first and
        // name file and line.
        Err(error) => std::fs::write(
            PathBuf::from(variable("OUT_DIR")).join("skeptic-tests.rs"),
            format!(
                "#[test]\nfn the_book_can_be_read() {{\n    panic!(\"{{}}\", {:?});\n}}\n",
                error.to_string()
            ),
        )
        .expect("OUT_DIR can be written"),
    }
}

/// Writes each Rust block of the book to a file of its own, named after the
/// figure or the source line it stands for, and returns the files.
fn pages(root: &Path, out: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut book = MDBook::load(root).map_err(|error| anyhow::anyhow!("{error:#}"))?;
    let context = PreprocessorContext::new(root.to_owned(), book.config.clone(), "skeptic".into());
    let sources = book.book.clone();
    expand_book(&context, &mut book.book);
    std::fs::create_dir_all(out)?;
    let mut files = Vec::new();
    let mut names = BTreeSet::new();
    for (chapter, source) in book.book.chapters().zip(sources.chapters()) {
        let page = slashed(chapter.source_path.as_deref().unwrap_or(Path::new("page")));
        let page = page.trim_end_matches(".md").replace('/', "-");
        for (name, fence) in blocks(&chapter.content, &source.content) {
            let mut unique = format!("{page}-{name}");
            while !names.insert(unique.clone()) {
                unique.push_str("-again");
            }
            let file = out.join(format!("{unique}.md"));
            if std::fs::read_to_string(&file).ok().as_deref() != Some(&fence) {
                std::fs::write(&file, fence)?;
                // Older than this script's start, or cargo would run it again.
                let old = std::fs::File::options().write(true).open(&file)?;
                old.set_modified(SystemTime::UNIX_EPOCH)?;
            }
            files.push(file);
        }
    }
    Ok(files)
}

/// The Rust fences of an expanded page, whole, with a name for each.
fn blocks(expanded: &str, source: &str) -> Vec<(String, String)> {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
    let mut figure: Option<String> = None;
    let mut open: Option<(String, String, String)> = None;
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
                let name = figure.clone().unwrap_or_else(|| {
                    let at = source.find(&expanded[range]).unwrap_or_default();
                    format!("line-{}", 1 + source[..at].matches('\n').count())
                });
                open = Some((name, info.into_string(), String::new()));
            }
            // Without the marks of the list or quotation that it stands in.
            Event::Text(text) => {
                if let Some((_, _, code)) = &mut open {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((name, info, code)) = open.take() {
                    blocks.push((name, format!("````{info}\n{code}````\n")));
                }
            }
            _ => {}
        }
    }
    blocks
}

fn variable(name: &str) -> String {
    std::env::var(name).expect("cargo sets it for build scripts")
}
