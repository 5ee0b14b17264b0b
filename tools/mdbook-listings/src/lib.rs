//! The book's preprocessor for mdBook: turns each
//! `{{#listing chapter/name caption="…"}}` into a numbered figure that shows
//! the listing's TypeScript and Rust, what each prints, or why the compiler
//! refuses it.
//!
//! `{{#chart ID}}` becomes a chart of what was measured, and in running text
//! `{{#measured EXPR}}` and `{{#claim EXPR > N}}` the words for it.
//!
//! `{{#question chapter/name}}` becomes a question whose answers the listings'
//! records decide.
//!
//! `{{#exercise NAME}}` becomes an exercise, as the files below `exercises/NAME`
//! have it, and `{{#exercises}}` what `exercises/README.md` says of them all.
//!
//! A listing is a folder below `listings/`; nothing about it is registered
//! anywhere else. The same library finds listings, reads snapshots and expands
//! pages for the tests, so that what is tested is what is shown.

pub mod directive;
pub mod exercise;
pub mod expand;
pub mod facts;
#[cfg(feature = "highlight")]
pub mod highlight;
pub mod listing;
pub mod measured;
pub mod problem;
pub mod question;
pub mod scan;
pub mod schedules;
pub mod snapshot;

use expand::{Expansion, Page};
use listing::Library;
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use measured::Run;
use problem::{Problem, slashed};
use question::Places;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The page that explains each diagnostic, below the book's source folder.
pub const ERROR_INDEX: &str = "error-index.md";

/// The preprocessor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Listings;

impl Preprocessor for Listings {
    fn name(&self) -> &str {
        "listings"
    }

    /// Expands the whole book, or fails with every problem found, a line each.
    fn run(&self, context: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        let own = std::env::var_os(measured::OWN).filter(|it| !it.is_empty());
        let expanded = expand_with(context, &mut book, own.as_deref().map(Path::new));
        for warning in &expanded.warnings {
            eprintln!("warning: {warning}");
        }
        if expanded.problems.is_empty() {
            // The last step, and only here: what is tested has plain fences.
            #[cfg(feature = "highlight")]
            if context.renderer == "html" {
                book.for_each_chapter_mut(|chapter| {
                    chapter.content = highlight::page(&chapter.content);
                });
            }
            return Ok(book);
        }
        let problems: Vec<String> = expanded.problems.iter().map(Problem::to_string).collect();
        Err(anyhow::anyhow!("{}", problems.join("\n")))
    }
}

/// What expanding a whole book found.
#[derive(Debug, Clone, Default)]
pub struct ExpandedBook {
    /// Everything that is wrong with listings and directives, in page order.
    pub problems: Vec<Problem>,
    /// The ids of all listings that a page shows.
    pub shown: BTreeSet<String>,
    /// All listings there are.
    pub library: Library,
    /// The ids of all questions that a page asks.
    pub asked: BTreeSet<String>,
    /// The names of all exercises that a page shows.
    pub practised: BTreeSet<String>,
    /// How many questions and exercises each numbered chapter has.
    pub practice: BTreeMap<PathBuf, Practice>,
    /// The charts that no page shows, in a book that shows some.
    pub unused_charts: Vec<&'static str>,
    /// What a reader's own run does not bear out.
    pub warnings: Vec<Problem>,
}

/// What a chapter has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Practice {
    /// Its questions.
    pub questions: usize,
    /// Its exercises.
    pub exercises: usize,
}

/// Expands every chapter of `book` in place, with the book's own run.
pub fn expand_book(context: &PreprocessorContext, book: &mut Book) -> ExpandedBook {
    expand_with(context, book, None)
}

/// Expands every chapter of `book` in place. `own` is the data file of a
/// reader's own run.
pub fn expand_with(
    context: &PreprocessorContext,
    book: &mut Book,
    own: Option<&Path>,
) -> ExpandedBook {
    let library = Library::discover(&context.root);
    let mut problems = library.problems.clone();
    let mut shown = BTreeSet::new();
    let repository = context
        .config
        .get::<String>("output.html.git-repository-url")
        .ok()
        .flatten()
        .map(|url| format!("{}/blob/{}", url.trim_end_matches('/'), commit(context)));
    let has_index = book
        .chapters()
        .any(|chapter| chapter.source_path.as_deref() == Some(Path::new(ERROR_INDEX)));
    let versions = facts::Versions::read(&context.root);
    let source = &context.config.book.src;
    let run = Run::new(&context.root, own).with_charts_of(book, source);
    let places = Places::of(book, source, &library);
    let mut asked: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut warnings = Vec::new();
    let (mut practised, mut practice) = (BTreeSet::new(), BTreeMap::new());
    book.for_each_chapter_mut(|chapter| {
        let number = chapter_number(chapter);
        let index = has_index.then(|| from_page(chapter, ERROR_INDEX));
        let file = chapter_file(source, chapter);
        let schedules = from_page(chapter, "schedules");
        let top = from_page(chapter, "");
        let page = Page {
            file: &file,
            number: number.as_deref(),
            repository: repository.as_deref(),
            schedules: &schedules,
            error_index: index.as_deref(),
            top: &top,
            run: &run,
            places: &places,
        };
        let expansion: Expansion = expand::expand(&chapter.content, page, &library);
        chapter.content = facts::add(
            &expansion.content,
            &format!("{}\n\n{}", chapter.content, expansion.words),
            &expansion.shown,
            &library,
            &versions,
        );
        for problem in expansion.problems {
            // What is wrong with the data file is wrong for every page.
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        if number.is_some() {
            let has = Practice {
                questions: expansion.asked.len(),
                exercises: expansion.practised.len(),
            };
            practice.insert(file.clone(), has);
        }
        practised.extend(expansion.practised);
        for (id, line) in expansion.asked {
            if let Some(first) = asked
                .insert(id.clone(), file.clone())
                .filter(|it| *it != file)
            {
                let first = slashed(&first);
                let message = format!("{first} asks {id} already; link to #question-… there");
                problems.push(Problem::at_line(&file, line, message));
            }
        }
        shown.extend(expansion.shown);
        warnings.extend(expansion.warnings);
    });
    ExpandedBook {
        problems,
        shown,
        library,
        asked: asked.into_keys().collect(),
        practised,
        practice,
        unused_charts: run.charts_nobody_shows(),
        warnings,
    }
}

/// The commit that a published book is built from, so that what its links lead
/// to is what its pages show; deploy.yml sets it. Otherwise, the newest.
fn commit(context: &PreprocessorContext) -> String {
    let named = context.config.get("preprocessor.listings.commit");
    named.ok().flatten().unwrap_or_else(|| "HEAD".to_owned())
}

/// `2` or `2.1`, without mdBook's closing dot.
fn chapter_number(chapter: &Chapter) -> Option<String> {
    let number = chapter.number.as_ref()?.to_string();
    Some(number.trim_end_matches('.').to_owned())
}

fn chapter_file(source: &Path, chapter: &Chapter) -> PathBuf {
    source.join(chapter.source_path.clone().unwrap_or_default())
}

/// A link from a chapter to a page at the top of the source folder.
fn from_page(chapter: &Chapter, page: &str) -> String {
    let depth = chapter
        .source_path
        .as_deref()
        .and_then(Path::parent)
        .map_or(0, |folder| folder.components().count());
    "../".repeat(depth) + page
}
