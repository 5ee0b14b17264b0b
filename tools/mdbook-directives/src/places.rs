//! Which page shows what, so that pages can lead to each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Something of the folders that pages show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A listing, by its `chapter/name`.
    Listing(String),
    /// A question, by its `chapter/name`.
    Question(String),
    /// An exercise, by its name.
    Exercise(String),
    /// A chart, by its id.
    Chart(&'static str),
}

/// How much a page shows of a listing, the best answer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Every schedule of it.
    Schedules,
    /// All that there is to see: for a listing, also what it prints.
    Whole,
    /// The line of the diagnostic that names the error.
    Message,
    /// A program without what it does.
    Program,
}

/// A place on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page's file, relative to the book's root.
    pub file: PathBuf,
    /// The page from the top of the book, such as `mutex.html`.
    pub address: String,
    /// The anchor, without its `#`.
    pub anchor: String,
    /// What stands there.
    pub what: What,
}

impl Place {
    /// The link to it from the page `file`, for which `top` is the way to the
    /// top of the book.
    pub fn link_from(&self, file: &Path, top: &str) -> String {
        match self.file == file {
            true => format!("#{}", self.anchor),
            false => format!("{top}{}#{}", self.address, self.anchor),
        }
    }
}

/// Where pages show what.
#[derive(Debug, Clone, Default)]
pub struct Places {
    by_subject: BTreeMap<Subject, Vec<Place>>,
}

impl Places {
    /// Adds a place; the order is that of the book.
    pub fn add(&mut self, subject: Subject, place: Place) {
        self.by_subject.entry(subject).or_default().push(place);
    }

    /// Everywhere that something is shown, in the order of the book.
    pub fn of(&self, subject: &Subject) -> &[Place] {
        self.by_subject.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Whether anything of a kind is shown.
    pub fn has_any(&self, kind: impl Fn(&Subject) -> bool) -> bool {
        self.by_subject.keys().any(kind)
    }

    /// What is wrong with showing something on the page `file` that another
    /// page shows first, and may be there only once.
    pub fn elsewhere(&self, subject: &Subject, file: &Path) -> Option<&Path> {
        let first = &self.of(subject).first()?.file;
        (first != file).then_some(first)
    }
}
