//! Looks at a finished book as a crawler would: only at what is there.

use crate::address::Address;
use crate::page::{LONG, select, text};
use crate::{Built, CARD_HEIGHT, CARD_WIDTH, CARDS, DRAW_CARDS, NO_PAGES, Problems, files, read};
use scraper::Html;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// How many pages there are, each counted once.
    pub pages: usize,
    /// The sum of the cards' sizes, in bytes.
    pub card_bytes: u64,
}

/// Checks a finished book: each page has one description, which no other page
/// has, one canonical address, which is also Open Graph's, and one card of the
/// right size that is not blank; the sitemap lists exactly the pages.
///
/// # Errors
///
/// Everything that is wrong.
pub fn check(book: &Path, address: &Address) -> Result<Checked, Problems> {
    let built = Built::read(book)?;
    let mut problems = Problems::default();
    let mut canonical: BTreeMap<&str, String> = BTreeMap::new();
    let mut described: BTreeMap<String, String> = BTreeMap::new();
    // A file's name is not always what its address ends with.
    let drawn: BTreeMap<String, String> = files(book, "png")?
        .into_iter()
        .filter(|path| path.starts_with(CARDS))
        .map(|path| (address.of(&path), path))
        .collect();
    let mut shown = BTreeSet::new();
    let mut card_bytes = 0;
    for (file, html) in &built.html {
        let html = Html::parse_document(html);
        let page = Tags { html: &html };
        let mut must = |ok: bool, rule: &str| {
            if !ok {
                problems.add(file, rule);
            }
        };
        let is_root = file == "index.html" || *file == built.contents[0];
        let own = address.of(if is_root { "" } else { file });
        must(
            page.all("link[rel=canonical]", "href") == [own.as_str()],
            &format!("must have one canonical address, {own}"),
        );
        must(
            page.og("og:url") == [own.as_str()],
            &format!("must have one og:url, {own}"),
        );
        let description = page.all("meta[name=description]", "content");
        match description[..] {
            [one] if !one.is_empty() && one.chars().count() <= LONG => {
                must(
                    page.og("og:description") == [one],
                    "must have one og:description, equal to its description",
                );
                if let Some(other) = described.insert(one.to_owned(), own.clone()) {
                    must(
                        other == own,
                        &format!("must not be described as {other} is"),
                    );
                }
            }
            _ => must(
                false,
                &format!("must have one description, of at most {LONG} characters"),
            ),
        }
        let title = select(&html, "main h1")
            .next()
            .map(text)
            .unwrap_or_default();
        must(
            page.og("og:title") == [title.as_str()],
            "must have one og:title, equal to its <h1>",
        );
        let kind = if is_root { "website" } else { "article" };
        must(
            page.og("og:type") == [kind],
            &format!("must have one og:type, {kind}"),
        );
        for property in ["og:site_name", "og:locale", "og:image:alt"] {
            must(
                matches!(page.og(property)[..], [one] if !one.is_empty()),
                &format!("must have one {property}"),
            );
        }
        must(
            page.all("meta[name='twitter:card']", "content") == ["summary_large_image"],
            "must have one twitter:card, summary_large_image",
        );
        let size = (
            page.og("og:image:width").join(" "),
            page.og("og:image:height").join(" "),
        );
        must(
            size == (CARD_WIDTH.to_string(), CARD_HEIGHT.to_string()),
            "must say the size of its card once",
        );
        match page.og("og:image")[..] {
            [image] => match drawn.get(image).map(|path| look_at(&book.join(path))) {
                Some(Ok(bytes)) if shown.insert(image.to_owned()) => card_bytes += bytes,
                Some(Ok(_)) => must(is_root, "must have a card of its own"),
                Some(Err(error)) => must(false, &format!("its card {error}")),
                None => must(
                    false,
                    &format!(
                        "must have its card in {CARDS}/, and {image} is not there; {DRAW_CARDS}"
                    ),
                ),
            },
            _ => must(false, "must have one og:image"),
        }
        canonical.insert(file, own);
    }
    for file in NO_PAGES.iter().filter(|file| book.join(file).is_file()) {
        let html = Html::parse_document(&read(book, file)?);
        if select(&html, "link[rel=canonical], meta[property^='og:']")
            .next()
            .is_some()
        {
            problems.add(file, "must not have a canonical address or a card");
        }
    }
    check_sitemap(book, &canonical, &mut problems)?;
    let named = format!("Sitemap: {}", address.of("sitemap.xml"));
    if !read(book, "robots.txt")?.lines().any(|line| line == named) {
        problems.add("robots.txt", format!("must have the line `{named}`"));
    }
    problems.none()?;
    Ok(Checked {
        pages: canonical.values().collect::<BTreeSet<_>>().len(),
        card_bytes,
    })
}

fn check_sitemap(
    book: &Path,
    canonical: &BTreeMap<&str, String>,
    problems: &mut Problems,
) -> Result<(), Problems> {
    // Without name spaces and self-closing elements, XML reads as HTML does.
    let sitemap = Html::parse_document(&read(book, "sitemap.xml")?);
    let listed: Vec<String> = select(&sitemap, "urlset > url > loc").map(text).collect();
    let expected: BTreeSet<&String> = canonical.values().collect();
    for address in &expected {
        match listed.iter().filter(|it| it == address).count() {
            1 => {}
            times => problems.add(
                "sitemap.xml",
                format!("must list {address} once, and lists it {times} times"),
            ),
        }
    }
    for address in listed.iter().filter(|it| !expected.contains(it)) {
        problems.add("sitemap.xml", format!("must not list {address}"));
    }
    Ok(())
}

/// A page's tags, as a crawler takes them.
struct Tags<'a> {
    html: &'a Html,
}

impl<'a> Tags<'a> {
    /// An attribute of everything in the head that a selector finds.
    fn all(&self, selector: &str, attribute: &str) -> Vec<&'a str> {
        select(self.html, &format!("head > {selector}"))
            .map(|it| it.value().attr(attribute).unwrap_or_default())
            .collect()
    }

    fn og(&self, property: &str) -> Vec<&'a str> {
        self.all(&format!("meta[property='{property}']"), "content")
    }
}

/// Decodes a card; its size in bytes.
fn look_at(path: &Path) -> Result<u64, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("cannot be read: {error}; {DRAW_CARDS}");
    let file = File::open(path).map_err(|error| wrong(&error))?;
    let bytes = file.metadata().map_err(|error| wrong(&error))?.len();
    let mut reader = png::Decoder::new(BufReader::new(file))
        .read_info()
        .map_err(|error| wrong(&error))?;
    let (width, height) = reader.info().size();
    if (width, height) != (CARD_WIDTH, CARD_HEIGHT) {
        return Err(format!("has {width} by {height} pixels; {DRAW_CARDS}"));
    }
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    reader
        .next_frame(&mut pixels)
        .map_err(|error| wrong(&error))?;
    let mut pixels = pixels.chunks(reader.info().bytes_per_pixel());
    let first = pixels.next();
    if pixels.all(|it| Some(it) == first) {
        return Err(format!("is blank; {DRAW_CARDS}"));
    }
    Ok(bytes)
}
