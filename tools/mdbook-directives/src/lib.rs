//! The book's preprocessor for mdBook: replaces each directive of a page, such
//! as `{{#listing chapter/name caption="…"}}`, by what it stands for, and gives
//! code its colors.
//!
//! What lies in the folders is read by `book-content`; this crate makes pages
//! of it, and is the only one that knows HTML. The same library expands pages
//! for the tests, so that what is tested is what is shown.
//!
//! A module may use those above it in this list, and no other:
//!
//! | module | what it does |
//! |---|---|
//! | [`scan`] | finds directives in a page: their syntax, none by name |
//! | `html` | renders the templates in `templates/` for a page of Markdown |
//! | [`places`] | which page shows what |
//! | `fault`, [`run`], [`page`], [`directive`] | what a directive is given, and what it gives: the trait |
//! | [`figures`] | the boxes and drawings that several directives share |
//! | `directives` | the directives, one module each; they enter themselves |
//! | [`expand`] | replaces them in a page; it knows the trait, and no directive |
//! | [`facts`] | what a page says about itself |
//! | [`highlight`] | the colors of code |

pub mod directive;
mod directives;
pub mod expand;
pub mod facts;
mod fault;
pub mod figures;
pub mod highlight;
mod html;
pub mod page;
pub mod places;
pub mod run;
pub mod scan;
#[cfg(test)]
mod testing;

use book_content::{Library, Problem};
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
pub use page::ERROR_INDEX;
use page::{BookFacts, Page};
use places::Subject;
use run::Run;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use directive::scanner;

/// The preprocessor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Directives;

impl Preprocessor for Directives {
    fn name(&self) -> &str {
        "directives"
    }

    /// Expands the whole book, or fails with every problem found, a line each.
    fn run(&self, context: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        let own = std::env::var_os(run::OWN).filter(|it| !it.is_empty());
        let expanded = expand_with(context, &mut book, own.as_deref().map(Path::new));
        for warning in &expanded.warnings {
            eprintln!("warning: {warning}");
        }
        if expanded.problems.is_empty() {
            // The last step, and only here: what is tested has plain fences.
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
    /// Everything that is wrong with what lies in the folders and with
    /// directives, in page order.
    pub problems: Vec<Problem>,
    /// All that lies in the folders.
    pub library: Library,
    /// What of it each page shows, by the page's file.
    pub shows: BTreeMap<PathBuf, BTreeSet<Subject>>,
    /// The files of the chapters that have a number.
    pub numbered: BTreeSet<PathBuf>,
    /// What a reader's own run does not bear out.
    pub warnings: Vec<Problem>,
}

impl ExpandedBook {
    /// Whether any page shows it.
    pub fn has(&self, subject: &Subject) -> bool {
        self.shows.values().any(|shown| shown.contains(subject))
    }
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
    let versions = facts::Versions::read(&context.root);
    let source = &context.config.book.src;
    let run = Run::new(&context.root, own);
    let shared = BookFacts {
        repository: repository(context),
        has_error_index: book
            .chapters()
            .any(|chapter| chapter.source_path.as_deref() == Some(Path::new(ERROR_INDEX))),
        library: &library,
        run: &run,
        places: expand::places(book, source, &library),
    };
    let mut found = ExpandedBook {
        problems: library.problems.clone(),
        ..ExpandedBook::default()
    };
    book.for_each_chapter_mut(|chapter| {
        let number = chapter_number(chapter);
        let file = source.join(chapter.source_path.clone().unwrap_or_default());
        let top = way_to_the_top(chapter);
        let page = Page::new(&file, number.as_deref(), &top, &shared);
        let expansion = expand::expand(&chapter.content, page);
        chapter.content = facts::add(&chapter.content, &expansion, &library, &versions);
        for problem in expansion.problems {
            // What is wrong with the data file is wrong for every page.
            if !found.problems.contains(&problem) {
                found.problems.push(problem);
            }
        }
        found.warnings.extend(expansion.warnings);
        if number.is_some() {
            found.numbered.insert(file.clone());
        }
        found.shows.insert(file, expansion.shows);
    });
    found.library = library;
    found
}

/// Where the repository's files can be browsed as they were when the book was
/// built.
fn repository(context: &PreprocessorContext) -> Option<String> {
    let url = context.config.get("output.html.git-repository-url");
    let url: String = url.ok().flatten()?;
    Some(format!(
        "{}/blob/{}",
        url.trim_end_matches('/'),
        commit(context)
    ))
}

/// The commit that a published book is built from, so that what its links lead
/// to is what its pages show; deploy.yml sets it. Otherwise, the newest.
fn commit(context: &PreprocessorContext) -> String {
    let named = context.config.get("preprocessor.directives.commit");
    named.ok().flatten().unwrap_or_else(|| "HEAD".to_owned())
}

/// `2` or `2.1`, without mdBook's closing dot.
fn chapter_number(chapter: &Chapter) -> Option<String> {
    let number = chapter.number.as_ref()?.to_string();
    Some(number.trim_end_matches('.').to_owned())
}

/// `../` for each folder that the chapter is in.
fn way_to_the_top(chapter: &Chapter) -> String {
    let folder = chapter.source_path.as_deref().and_then(Path::parent);
    "../".repeat(folder.map_or(0, |it| it.components().count()))
}
