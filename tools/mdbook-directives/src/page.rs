//! The page that a directive stands on: where it is, and how it counts.

use crate::places::Places;
use crate::run::Run;
use book_content::Library;
use std::collections::BTreeMap;
use std::path::Path;

/// The page that explains each diagnostic, below the book's source folder.
pub const ERROR_INDEX: &str = "error-index.md";

/// What the directives of one chapter need to know beside its text.
#[derive(Debug)]
pub struct Page<'a> {
    /// The chapter's file relative to the book's root, for messages.
    pub file: &'a Path,
    /// The chapter's number without the closing dot, such as `2`; none for
    /// pages outside the numbering, whose figures then have no number.
    pub number: Option<&'a str>,
    /// The way from this page to the top of the book: empty, or `../`.
    pub top: &'a str,
    /// What does not differ from page to page.
    pub book: &'a BookFacts<'a>,
    /// How many figures of each kind the page has so far.
    counts: BTreeMap<&'static str, usize>,
}

/// What the pages of a book share.
#[derive(Debug)]
pub struct BookFacts<'a> {
    /// Where the repository's files can be browsed as they were when the book
    /// was built, without a slash at the end.
    pub repository: Option<String>,
    /// Whether the book has the page [`ERROR_INDEX`].
    pub has_error_index: bool,
    /// What lies in the folders.
    pub library: &'a Library,
    /// What was measured.
    pub run: &'a Run,
    /// Which page shows what.
    pub places: Places,
}

impl<'a> Page<'a> {
    /// A page on which nothing has been expanded yet.
    pub fn new(
        file: &'a Path,
        number: Option<&'a str>,
        top: &'a str,
        book: &'a BookFacts<'a>,
    ) -> Self {
        Self {
            file,
            number,
            top,
            book,
            counts: BTreeMap::new(),
        }
    }

    /// What the next figure of a kind is called: `Listing 2.3`, or `Listing` on
    /// a page without a number. Each kind counts on its own.
    pub fn next(&mut self, kind: &'static str) -> String {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        match self.number {
            Some(chapter) => format!("{kind} {chapter}.{count}"),
            None => kind.to_owned(),
        }
    }

    /// The link to the error index; none in a book that has none.
    pub fn error_index(&self) -> Option<String> {
        let link = || format!("{}{ERROR_INDEX}", self.top);
        self.book.has_error_index.then(link)
    }

    /// The link to the file of a program in the repository; none where that is
    /// not known.
    pub fn in_repository(&self, file: &Path) -> Option<String> {
        let repository = self.book.repository.as_deref()?;
        Some(format!(
            "{repository}/{}",
            book_content::problem::slashed(file)
        ))
    }
}
