//! Finishes a built book for the address where it is published.
//!
//! mdBook's templates know the book's description and nothing of its address.
//! This adds, after `mdbook build`, what only a published site needs, to each
//! page that the contents list:
//!
//! - a description of its own, from the line in italics below its title;
//! - its canonical address, and what Open Graph and X ask for;
//! - the tags that name its card, a PNG in [`CARDS`];
//!
//! and to the site `sitemap.xml`, which lists the canonical addresses, and
//! `robots.txt`, which names it. Crawlers look for `robots.txt` at the top of a
//! host only: on a site such as `https://owner.github.io/name/` it has no
//! effect, and the sitemap has to be handed in by hand.
//!
//! mdBook writes the first chapter twice, as `index.html` and under its own
//! name. The canonical address of both is the site's root, since that is what
//! people link to and what stays when the first chapter becomes another.
//!
//! The cards themselves are drawn after that, by a browser: `npm run cards` in
//! `tools/browser-tests`. What a card shows it takes from the tags of its page.
//!
//! The page for printing, the contents, the page for wrong addresses and
//! redirects stay as they are: nobody is to find them.

pub mod address;
pub mod check;
pub mod head;
pub mod page;

use address::Address;
use askama::Template;
use head::{Head, locale};
use page::Page;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// The folder of the cards, below the book's root.
pub const CARDS: &str = "cards";

/// A card's width in pixels: the size that Open Graph's readers ask for.
pub const CARD_WIDTH: u32 = 1200;

/// A card's height in pixels.
pub const CARD_HEIGHT: u32 = 630;

/// mdBook's own files that are no pages of the book.
pub const NO_PAGES: [&str; 3] = ["404.html", "print.html", "toc.html"];

const BUILD_AGAIN: &str = "build the book again with `bash .ci/book`, then finish that";

const DRAW_CARDS: &str = "draw the cards with `npm run cards --prefix tools/browser-tests -- BOOK`";

/// Everything that is wrong, a line each; every line names the file and says
/// what to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<String>);

impl Problems {
    /// One problem of one file.
    pub fn one(file: impl fmt::Display, problem: impl fmt::Display) -> Self {
        let mut problems = Self::default();
        problems.add(file, problem);
        problems
    }

    fn add(&mut self, file: impl fmt::Display, problem: impl fmt::Display) {
        self.0.push(format!("{file}: {problem}"));
    }

    fn none(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Problems {}

#[derive(Template)]
#[template(path = "sitemap.xml", ext = "xml")]
struct Sitemap<'a> {
    addresses: &'a [String],
}

/// What finishing a book will write, by path below its root.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The canonical addresses, in the order of the contents.
    pub addresses: Vec<String>,
    /// Each file with what is in it.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Finished {
    /// Writes it into the folder of the book.
    ///
    /// # Errors
    ///
    /// The file that cannot be written. What has been written stays; the book
    /// has to be built again.
    pub fn write(&self, book: &Path) -> Result<(), Problems> {
        let write = |name: &str, content: &[u8]| {
            let path = book.join(name);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(path, content)
        };
        for (name, content) in &self.files {
            write(name, content).map_err(|error| {
                Problems::one(name, format!("cannot be written: {error}; {BUILD_AGAIN}"))
            })?;
        }
        Ok(())
    }
}

/// Works out everything that a built book needs at `address`. Nothing is
/// written yet.
///
/// # Errors
///
/// All that is wrong with the book: it is none, has been finished before, or
/// has a page that cannot be.
pub fn finish(book: &Path, address: &Address) -> Result<Finished, Problems> {
    let built = Built::read(book)?;
    let mut problems = Problems::default();
    let mut pages = BTreeMap::new();
    for (file, html) in &built.html {
        match Page::read(html) {
            Ok(page) => {
                pages.insert(file.as_str(), page);
            }
            Err(found) => found.iter().for_each(|it| problems.add(file, it)),
        }
    }
    problems.none()?;

    let mut problems = Problems::default();
    for name in [CARDS, "sitemap.xml", "robots.txt"] {
        if book.join(name).exists() {
            problems.add(
                name,
                format!("is there already; {BUILD_AGAIN}, or take it out of src/"),
            );
        }
    }
    let twin = built.contents[0].as_str();
    if let (Some(index), Some(first)) = (pages.get("index.html"), pages.get(twin))
        && index != first
    {
        problems.add(
            "index.html",
            format!(
                "is not mdBook's copy of {twin}, the first page of the contents; {BUILD_AGAIN}"
            ),
        );
    }
    let mut described: BTreeMap<&str, &str> = BTreeMap::new();
    for file in &built.contents {
        let description = pages[file.as_str()].description.as_str();
        if let Some(other) = described.insert(description, file) {
            problems.add(
                file,
                format!(
                    "has the same description as {other}, \"{description}\"; \
                     give one of them another line in italics"
                ),
            );
        }
    }
    let Some(site_name) = site_name(pages.values().map(|it| it.name.as_str())) else {
        problems.add(
            "index.html",
            "its <title> does not end with ` - ` and the book's title, as that of every page; \
             set `title` in book.toml, and look at theme/index.hbs",
        );
        return Err(problems);
    };
    problems.none()?;

    let mut problems = Problems::default();
    let mut finished = Finished {
        addresses: Vec::new(),
        files: BTreeMap::new(),
    };
    for (number, file) in built.contents.iter().enumerate() {
        let page = &pages[file.as_str()];
        let is_root = number == 0;
        let path = if is_root { "" } else { file };
        let shown = page.lead.as_ref().unwrap_or(&page.description);
        let head = Head {
            address: address.of(path),
            is_root,
            title: page.title.clone(),
            description: page.description.clone(),
            site_name: site_name.clone(),
            locale: locale(&page.language),
            image: address.of(&card_of(file)),
            // tools/browser-tests/cards.js reads from it what the card shows.
            image_alt: format!("Title card of {site_name}. {}: {shown}", page.title),
        };
        let copies = if is_root { Some("index.html") } else { None };
        for copy in BTreeSet::from_iter(copies.into_iter().chain([file.as_str()])) {
            match head.put_into(&built.html[copy]) {
                Ok(html) => {
                    finished.files.insert(copy.to_owned(), html.into_bytes());
                }
                Err(error) => problems.add(copy, error),
            }
        }
        finished.addresses.push(head.address);
    }
    problems.none()?;
    let sitemap = Sitemap {
        addresses: &finished.addresses,
    };
    let sitemap = sitemap
        .render()
        .map_err(|error| Problems::one("sitemap.xml", format!("cannot be written: {error}")))?;
    finished
        .files
        .insert("sitemap.xml".to_owned(), (sitemap + "\n").into_bytes());
    let robots = format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        address.of("sitemap.xml")
    );
    finished
        .files
        .insert("robots.txt".to_owned(), robots.into_bytes());
    Ok(finished)
}

/// A folder that mdBook has written.
pub(crate) struct Built {
    /// The pages of the contents, in order; never empty. The first one is, or
    /// is copied to, `index.html`.
    pub contents: Vec<String>,
    /// The HTML of these and of `index.html`.
    pub html: BTreeMap<String, String>,
}

impl Built {
    /// Reads the book's pages: those of the contents, and no others.
    pub fn read(book: &Path) -> Result<Self, Problems> {
        for name in ["index.html", "toc.html"] {
            if !book.join(name).is_file() {
                return Err(Problems::one(
                    book.display(),
                    format!("is not a built book, it has no {name}; build it with `bash .ci/book`"),
                ));
            }
        }
        let mut problems = Problems::default();
        let contents = page::contents(&read(book, "toc.html")?);
        if contents.is_empty() {
            return Err(Problems::one(
                "toc.html",
                "lists no pages; add chapters to src/SUMMARY.md",
            ));
        }
        let mut html = BTreeMap::new();
        for file in files(book, "html")? {
            if NO_PAGES.contains(&file.as_str()) {
                continue;
            }
            let text = read(book, &file)?;
            if contents.contains(&file) || file == "index.html" {
                html.insert(file, text);
            } else if !page::is_redirect(&text) {
                problems.add(
                    &file,
                    "is not in the contents (toc.html); add it to src/SUMMARY.md, or remove it",
                );
            }
        }
        for file in contents.iter().filter(|file| !html.contains_key(*file)) {
            problems.add(
                "toc.html",
                format!("lists {file}, which is not there; {BUILD_AGAIN}"),
            );
        }
        problems.none()?;
        Ok(Self { contents, html })
    }
}

fn read(book: &Path, name: &str) -> Result<String, Problems> {
    std::fs::read_to_string(book.join(name))
        .map_err(|error| Problems::one(name, format!("cannot be read: {error}; {BUILD_AGAIN}")))
}

/// Every file below the book's root with this extension, with forward slashes.
fn files(book: &Path, extension: &str) -> Result<BTreeSet<String>, Problems> {
    fn walk(dir: &Path, extension: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() {
                walk(&path, extension, files)?;
            } else if path.extension().is_some_and(|it| it == extension) {
                files.push(path);
            }
        }
        Ok(())
    }
    let mut files = Vec::new();
    walk(book, extension, &mut files).map_err(|error| Problems::one(book.display(), error))?;
    Ok(files
        .iter()
        .map(|it| it.strip_prefix(book).unwrap_or(it))
        .map(|it| it.to_string_lossy().replace('\\', "/"))
        .collect())
}

/// Where a page's card is, below the book's root.
fn card_of(file: &str) -> String {
    format!("{CARDS}/{}.png", file.trim_end_matches(".html"))
}

/// The book's title: what the `<title>` of every page ends with, after ` - `.
fn site_name<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let ends = |name: &'a str| -> BTreeSet<&'a str> {
        name.match_indices(" - ")
            .map(|(at, dash)| &name[at + dash.len()..])
            .collect()
    };
    let common = names
        .map(ends)
        .reduce(|common, ends| common.intersection(&ends).copied().collect())?;
    common
        .into_iter()
        .filter(|it| !it.is_empty())
        .max_by_key(|it| it.len())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_title_is_what_all_titles_end_with() {
        let name = |names: &[&str]| site_name(names.iter().copied());
        assert_eq!(name(&["A - B"]).as_deref(), Some("B"));
        assert_eq!(name(&["A - B - C", "D - C"]).as_deref(), Some("C"));
        assert_eq!(name(&["A - B - C", "D - B - C"]).as_deref(), Some("B - C"));
        assert_eq!(name(&["A - B", "A"]), None);
        assert_eq!(name(&["A - B", "A - C"]), None);
        assert_eq!(name(&["A - "]), None);
    }
}
