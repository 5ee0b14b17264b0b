//! A small book in memory, for the tests of what directives become.

use crate::expand::{self, Expansion, expand};
use crate::page::{BookFacts, Page};
use crate::places::Places;
use crate::run::Run;
use book_content::measurements::Data;
use book_content::{Library, Problem};
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use std::path::Path;

/// The folders that hold `files`, each with its path from the root.
pub fn folders(files: &[(&str, &str)]) -> Library {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Library::discover(dir.path())
}

/// The folders of one chapter, `threads`.
pub fn chapter(files: &[(&str, &str)]) -> Library {
    let path = |path: &str| format!("listings/threads/{path}");
    let mut all = vec![(path("Cargo.toml"), "")];
    all.extend(files.iter().map(|it| (path(it.0), it.1)));
    let all: Vec<(&str, &str)> = all.iter().map(|it| (it.0.as_str(), it.1)).collect();
    folders(&all)
}

/// A book with these folders and measurements, whose other pages show nothing.
pub struct Sample {
    pub library: Library,
    pub run: Run,
    /// The pages, each with its text; the one that is expanded is added.
    pub pages: Vec<(&'static str, &'static str)>,
    pub repository: Option<&'static str>,
}

impl Sample {
    pub fn of(library: Library) -> Self {
        Self {
            library,
            run: Run::new(Path::new("nowhere"), None),
            pages: Vec::new(),
            repository: Some("https://example.org/book/blob/1a2b3c"),
        }
    }

    pub fn with_run(self, run: Run) -> Self {
        Self { run, ..self }
    }

    /// Expands `content` as the page `src/FILE` of chapter 2.
    pub fn expand(&self, file: &str, content: &str) -> Expansion {
        let mut book = Book::new();
        let all = self.pages.iter().copied().chain([(file, content)]);
        for (file, text) in all {
            let chapter = Chapter::new(file, text.to_owned(), file, Vec::new());
            book.items.push(BookItem::Chapter(chapter));
        }
        let places: Places = expand::places(&book, Path::new("src"), &self.library);
        let shared = BookFacts {
            repository: self.repository.map(str::to_owned),
            has_error_index: true,
            library: &self.library,
            run: &self.run,
            places,
        };
        let top = "../".repeat(file.matches('/').count());
        let file = Path::new("src").join(file);
        expand(content, Page::new(&file, Some("2"), &top, &shared))
    }

    /// The page, on which nothing must be wrong.
    pub fn expanded(&self, content: &str) -> String {
        let expansion = self.expand("threads.md", content);
        assert_eq!(expansion.problems, []);
        expansion.content
    }

    /// What is wrong with the page, a line each.
    pub fn problem(&self, content: &str) -> String {
        said(&self.expand("threads.md", content).problems)
    }
}

/// Problems, a line each.
pub fn said(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}

/// A run in which a thread takes 20 µs and a Promise 1 µs, and that holds all
/// of the chart `sleeping-time`.
pub fn data() -> Data {
    let of = |label: &str, language: &str, middle: f64| {
        let samples: Vec<f64> = [0.9, 0.95, 1.0, 1.05, 1.1].map(|it| it * middle).into();
        serde_json::json!({
            "label": label, "language": language, "unit": "nanoseconds", "samples": samples
        })
    };
    let text = serde_json::json!({
        "format": 1, "date": "2026-11-23", "command": "measure", "seconds": 240, "rounds": 5,
        "machine": {
            "cpu": "a <processor>", "logical_cpus": 2, "memory": null, "system": "Linux"
        },
        "versions": {"rustc": "1.95.0"}, "reference": [1.0, 1.0, 1.0, 1.0, 1.0],
        "measurements": {
            "unit/thread": of("a thread", "rust", 2e4),
            "unit/promise": of("a `Promise`", "typescript", 1e3),
            "sleeping/threads": of("threads", "rust", 3e8),
            "sleeping/tokio": of("Tokio", "rust", 1e7),
            "sleeping/node": of("Node", "typescript", 2e7),
        }
    });
    Data::parse(&text.to_string()).unwrap()
}
