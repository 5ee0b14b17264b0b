//! What a built page says about itself.

use scraper::{ElementRef, Html, Node, Selector};

/// The fewest characters that a description may have before it is completed
/// from the text: search engines pass over shorter ones.
pub const SHORT: usize = 70;

/// The most characters of a description: about as many as are shown.
pub const LONG: usize = 160;

/// What the finishing step takes from a page's HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The language of `<html lang>`, such as `en`.
    pub language: String,
    /// The text of `<title>`: the chapter's name and the book's.
    pub name: String,
    /// The text of the first `<h1>` in `<main>`.
    pub title: String,
    /// The paragraph in italics below it, in full; none where there is none.
    pub lead: Option<String>,
    /// What the page is about: plain text of at most [`LONG`] characters.
    pub description: String,
}

impl Page {
    /// Reads a page as mdBook has built it.
    ///
    /// # Errors
    ///
    /// Every reason why it cannot be finished, with the remedy.
    pub fn read(html: &str) -> Result<Self, Vec<String>> {
        let html = Html::parse_document(html);
        let mut problems = Vec::new();
        if select(&html, FINISHED).next().is_some() {
            problems.push(
                "has been finished before: it has a canonical address or a card; build the \
                 book again with `bash .ci/book`, then finish that"
                    .to_owned(),
            );
        }
        let language = select(&html, "html")
            .find_map(|it| it.value().attr("lang"))
            .unwrap_or_default()
            .to_owned();
        if language.is_empty() {
            problems.push("<html> has no `lang`; set `language` in book.toml".to_owned());
        }
        let name = match select(&html, "head > title").collect::<Vec<_>>()[..] {
            [title] if !text(title).is_empty() => text(title),
            _ => {
                problems.push(
                    "has not one <title> with text; give the page a name in src/SUMMARY.md, \
                     and look at theme/index.hbs"
                        .to_owned(),
                );
                String::new()
            }
        };
        if select(&html, "head > meta[name=description]").count() != 1 {
            problems.push(
                "has not one <meta name=\"description\"> to replace; look at theme/index.hbs"
                    .to_owned(),
            );
        }
        let title = select(&html, "main h1").next();
        let title_text = title.map(text).unwrap_or_default();
        if title_text.is_empty() {
            problems.push("has no <h1> with text in <main>; begin it with `# Title`".to_owned());
        }
        let paragraphs = title.map(paragraphs_after).unwrap_or_default();
        let texts: Vec<String> = paragraphs.iter().copied().map(text).collect();
        let lead = paragraphs
            .first()
            .filter(|it| in_italics(**it))
            .map(|it| text(*it));
        let description = describe(&texts);
        if title.is_some() && description.is_empty() {
            problems.push(
                "has no paragraph below its title to take a description from; say in a line in \
                 italics what the page is about"
                    .to_owned(),
            );
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            language,
            name,
            title: title_text,
            lead,
            description,
        })
    }
}

/// What the finishing step adds, and mdBook does not.
const FINISHED: &str = "link[rel=canonical], meta[property^='og:'], meta[name^='twitter:']";

/// Whether mdBook wrote this file to lead from an old address to a new one.
/// Such a file has a canonical address already, and no text.
pub fn is_redirect(html: &str) -> bool {
    let html = Html::parse_document(html);
    select(&html, "head > meta[http-equiv=refresh]")
        .next()
        .is_some()
}

/// The pages that the contents link to, by their paths below the book's root,
/// in order, each once.
pub fn contents(toc: &str) -> Vec<String> {
    let html = Html::parse_document(toc);
    let mut pages = Vec::new();
    for link in select(&html, "a[href]") {
        let target = link.value().attr("href").unwrap_or_default();
        let page = target.split(['#', '?']).next().unwrap_or_default();
        if page.ends_with(".html") && !page.contains("://") && !pages.iter().any(|it| it == page) {
            pages.push(page.to_owned());
        }
    }
    pages
}

/// The elements that a constant selector finds.
pub(crate) fn select<'a>(html: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a constant selector");
    html.select(&selector)
        .map(|it| it.id())
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|id| ElementRef::wrap(html.tree.get(id)?))
}

/// The text of an element, with single spaces.
pub(crate) fn text(element: ElementRef) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The paragraphs of prose that follow the title, in the order of the page. A
/// class marks what the theme adds, such as a line of facts about the page.
fn paragraphs_after(title: ElementRef) -> Vec<ElementRef> {
    const NO_PROSE: [&str; 8] = [
        "aside",
        "blockquote",
        "details",
        "figure",
        "footer",
        "li",
        "nav",
        "table",
    ];
    let main = title
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|it| it.value().name() == "main");
    main.into_iter()
        .flat_map(|main| main.descendent_elements())
        .skip_while(|it| it.id() != title.id())
        .filter(|it| it.value().name() == "p" && it.value().attr("class").is_none())
        .filter(|it| {
            !it.ancestors()
                .filter_map(ElementRef::wrap)
                .any(|it| NO_PROSE.contains(&it.value().name()))
        })
        .filter(|it| !text(*it).is_empty())
        .collect()
}

fn in_italics(paragraph: ElementRef) -> bool {
    paragraph.children().all(|child| match child.value() {
        Node::Element(element) => element.name() == "em",
        Node::Text(text) => text.trim().is_empty(),
        _ => true,
    })
}

/// The first paragraph, or the first ones until they say enough.
fn describe(paragraphs: &[String]) -> String {
    let mut all = String::new();
    for paragraph in paragraphs {
        if all.chars().count() >= SHORT {
            break;
        }
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(paragraph);
    }
    shorten(&all, LONG)
}

/// At most `most` characters of a text: all of it, or whole sentences if they
/// say enough, or whole words and an ellipsis.
fn shorten(text: &str, most: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= most {
        return text.to_owned();
    }
    let sentence = (SHORT..=most)
        .rev()
        .find(|end| matches!(chars[end - 1], '.' | '?' | '!') && chars[*end] == ' ');
    if let Some(end) = sentence {
        return chars[..end].iter().collect();
    }
    // One character is the ellipsis; a word that is longer than all is cut.
    let end = (1..most)
        .rev()
        .find(|end| chars[*end] == ' ')
        .unwrap_or(most - 1);
    let kept: String = chars[..end].iter().collect();
    let kept = kept.trim_end_matches(|it: char| it.is_whitespace() || ",;:.-–—(".contains(it));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> Result<Page, Vec<String>> {
        Page::read(&format!(
            "<html lang=en><head><title>A &amp; b</title><meta name=description content=x></head>\
             <body><h1>The menu</h1><main>{main}</main></body></html>"
        ))
    }

    #[test]
    fn takes_the_text_of_title_and_lead() {
        let page = page(
            "<header><h1 id=a><a href='#a'>Of <code>Vec&lt;T&gt;</code> &amp; \"you\"</a></h1>\
             <p class=facts>7 minutes</p></header><figure><p>No prose</p></figure>\
             <p><em>What <code>spawn</code>\n  does, at <a href=x>length</a>, for those who \
             came here to learn about it.</em></p><p>More.</p>",
        )
        .unwrap();
        assert_eq!(page.name, "A & b");
        assert_eq!(page.title, "Of Vec<T> & \"you\"");
        let lead = "What spawn does, at length, for those who came here to learn about it.";
        assert_eq!(page.lead.as_deref(), Some(lead));
        assert_eq!(page.description, lead);
    }

    #[test]
    fn a_short_lead_is_completed_from_the_text() {
        let page = page("<h1>T</h1><p><em>Short.</em></p><ul><li><p>An item.</p></ul><p>Then the page begins, and says what is the matter.</p><p>More of it.</p>").unwrap();
        assert_eq!(page.lead.as_deref(), Some("Short."));
        assert_eq!(
            page.description,
            "Short. Then the page begins, and says what is the matter. More of it."
        );
    }

    #[test]
    fn a_page_without_a_lead_is_described_by_its_text() {
        let page = page("<h1>T</h1><p>Some <em>plain</em> text.</p>").unwrap();
        assert_eq!(page.lead, None);
        assert_eq!(page.description, "Some plain text.");
    }

    #[test]
    fn a_description_is_cut_at_a_sentence_or_a_word() {
        let one = "a".repeat(80);
        let two = "b".repeat(80);
        assert_eq!(
            shorten(&format!("{one}. {two}. c"), LONG),
            format!("{one}.")
        );
        assert_eq!(
            shorten(&format!("{one}, {two} c"), LONG),
            format!("{one}…"),
            "no comma before the ellipsis"
        );
        let early = format!("Short. {one} {two}");
        assert_eq!(shorten(&early, LONG), format!("Short. {one}…"));
        let word = "x".repeat(500);
        assert_eq!(shorten(&word, LONG).chars().count(), LONG);
        for most in [LONG - 1, LONG] {
            let text = "y".repeat(most);
            assert_eq!(shorten(&text, LONG), text);
        }
        // Counted in characters, and never cut inside one.
        assert_eq!(shorten(&"é ".repeat(100), LONG).chars().count(), LONG);
    }

    #[test]
    fn each_fault_is_named_with_its_remedy() {
        for (html, remedy) in [
            (
                "<html><head><title>t</title><meta name=description><body><main><h1>t</h1><p>x",
                "`language` in book.toml",
            ),
            (
                "<html lang=en><head><meta name=description><body><main><h1>t</h1><p>x",
                "src/SUMMARY.md",
            ),
            (
                "<html lang=en><head><title> </title><meta name=description><body><main><h1>t</h1><p>x",
                "src/SUMMARY.md",
            ),
            (
                "<html lang=en><head><title>t</title><body><main><h1>t</h1><p>x",
                "to replace",
            ),
            (
                "<html lang=en><head><title>t</title><meta name=description><meta name=description><body><main><h1>t</h1><p>x",
                "to replace",
            ),
            (
                "<html lang=en><head><title>t</title><meta name=description><body><h1>t</h1><main><p>x",
                "`# Title`",
            ),
            (
                "<html lang=en><head><title>t</title><meta name=description><body><main><h1>t</h1><p class=a>x<ul><li>y",
                "in italics",
            ),
            (
                "<html lang=en><head><title>t</title><meta name=description><link rel=canonical href=x><body><main><h1>t</h1><p>x",
                "finished before",
            ),
            (
                "<html lang=en><head><title>t</title><meta name=description><meta property=og:url content=x><body><main><h1>t</h1><p>x",
                "finished before",
            ),
        ] {
            let problems = Page::read(html).unwrap_err();
            assert_eq!(problems.len(), 1, "{html}: {problems:?}");
            assert!(problems[0].contains(remedy), "{html}: {problems:?}");
        }
    }

    #[test]
    fn the_contents_name_each_page_once_and_no_other_site() {
        let toc = "<a href=a.html>A</a><a href='a.html#b'>B</a><a>draft</a>\
                   <a href=https://a.b/c.html>C</a><a href=part/d.html>D</a>";
        assert_eq!(contents(toc), ["a.html", "part/d.html"]);
    }
}
