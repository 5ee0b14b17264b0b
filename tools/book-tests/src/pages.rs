//! Builds the book as a reader would and looks at the result.

use crate::{root, scratch};
use book_content::problem::Problem;
use mdbook_directives::{ExpandedBook, expand_book};
use mdbook_driver::MDBook;
use mdbook_preprocessor::PreprocessorContext;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The built book.
#[derive(Debug, Clone)]
pub struct Built {
    /// What mdBook said at level WARN or ERROR, a line each.
    pub complaints: String,
    /// Every HTML page by its path below the output folder.
    pub html: BTreeMap<String, HtmlPage>,
    /// The folder.
    pub dir: PathBuf,
}

/// What the tests need of an HTML page.
#[derive(Debug, Clone, Default)]
pub struct HtmlPage {
    /// Every `id`.
    pub ids: BTreeSet<String>,
    /// The ids that stand more than once, with the elements that have them.
    pub twice: Vec<(String, String)>,
    /// Every `href` and `src`, and what a `srcset` names.
    pub references: Vec<String>,
    /// The text of every code block in `main`, in order.
    pub code: Vec<String>,
    /// The visible text of `main`.
    pub text: String,
}

/// Builds the book with the very commands that `book.toml` names.
///
/// # Errors
///
/// mdBook's own message when it gives up.
pub fn build() -> Result<Built, String> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let dir = scratch().join("html");
    // A page of an earlier build must not hide a broken link.
    if dir.exists() {
        std::fs::remove_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    }
    let built = tracing::subscriber::with_default(subscriber, || -> anyhow::Result<()> {
        let mut book = MDBook::load(root())?;
        book.config.build.build_dir.clone_from(&dir);
        book.build()
    });
    let complaints = log.text();
    built.map_err(|error| format!("the book does not build: {error:#}\n{complaints}"))?;
    let mut html = BTreeMap::new();
    read_html(&dir, &dir, &mut html).map_err(|error| format!("{}: {error}", dir.display()))?;
    Ok(Built {
        complaints,
        html,
        dir,
    })
}

/// The book with its directives expanded by the library, and what the
/// expansion found; chapters by the name of their HTML page.
///
/// # Errors
///
/// mdBook's own message where the book cannot be read.
pub fn expanded() -> Result<(BTreeMap<String, String>, ExpandedBook), String> {
    // mdBook names neither line nor remedy for a page that is not UTF-8.
    crate::markdown::pages().map_err(|problem| problem.to_string())?;
    let mut book = MDBook::load(root()).map_err(|error| format!("{error:#}"))?;
    let context = PreprocessorContext::new(root(), book.config.clone(), "html".into());
    let found = expand_book(&context, &mut book.book);
    let chapters = book
        .book
        .chapters()
        .filter_map(|chapter| {
            let path = chapter.path.as_ref()?.with_extension("html");
            Some((
                book_content::problem::slashed(&path),
                chapter.content.clone(),
            ))
        })
        .collect();
    Ok((chapters, found))
}

fn read_html(
    top: &Path,
    dir: &Path,
    pages: &mut BTreeMap<String, HtmlPage>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            read_html(top, &path, pages)?;
        } else if path.extension().is_some_and(|it| it == "html") {
            let name = book_content::problem::slashed(path.strip_prefix(top).unwrap_or(&path));
            pages.insert(name, HtmlPage::parse(&std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

impl HtmlPage {
    /// Reads a page.
    pub fn parse(text: &str) -> Self {
        let html = Html::parse_document(text);
        let attribute = |selector: &str, name: &str| -> Vec<String> {
            html.select(&select(selector))
                .filter_map(|element| element.value().attr(name))
                .map(str::to_owned)
                .collect()
        };
        let texts = |selector: &str| -> Vec<String> {
            html.select(&select(selector))
                .map(|element| element.text().collect())
                .collect()
        };
        let mut references = attribute("[href]", "href");
        references.extend(attribute("[src]", "src"));
        for srcset in attribute("[srcset]", "srcset") {
            let sources = srcset
                .split(',')
                .filter_map(|it| it.split_whitespace().next());
            references.extend(sources.map(str::to_owned));
        }
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for element in html.select(&select("[id]")) {
            let value = element.value();
            let id = value.attr("id").unwrap_or_default().to_owned();
            ids.entry(id)
                .or_default()
                .push(format!("<{}>", value.name()));
        }
        let twice = ids
            .iter()
            .filter(|(_, elements)| elements.len() > 1)
            .map(|(id, elements)| (id.clone(), elements.join(" and ")))
            .collect();
        Self {
            ids: ids.into_keys().collect(),
            twice,
            references,
            code: texts("main pre > code"),
            text: texts("main").concat(),
        }
    }
}

/// What the `url(…)` of a style sheet name, but for data in the sheet itself.
pub fn urls_of(css: &str) -> Vec<String> {
    let url = regex::Regex::new(r#"url\(\s*["']?([^"')]+)["']?\s*\)"#).expect("a constant pattern");
    url.captures_iter(css)
        .map(|it| it[1].trim().to_owned())
        .filter(|it| !it.starts_with("data:") && !it.starts_with('#'))
        .collect()
}

/// Which of the words that make a script speak to a server it holds.
pub fn speaks(script: &str) -> Vec<&'static str> {
    let words = [
        "fetch(",
        "sendBeacon",
        "XMLHttpRequest",
        "WebSocket",
        "EventSource",
        "new Image",
    ];
    words.into_iter().filter(|it| script.contains(it)).collect()
}

/// The hints of a page by which a browser calls another host before anybody
/// asked: `preconnect`, `dns-prefetch` and their like.
pub fn hints(html: &str) -> Vec<String> {
    Html::parse_document(html)
        .select(&select("link[rel][href]"))
        .map(|it| {
            (
                it.attr("rel").unwrap_or_default(),
                it.attr("href").unwrap_or_default(),
            )
        })
        .filter(|(rel, href)| {
            let called = [
                "preconnect",
                "dns-prefetch",
                "prefetch",
                "preload",
                "modulepreload",
                "stylesheet",
                "icon",
            ];
            let elsewhere = href.contains("://") || href.starts_with("//");
            elsewhere && rel.split(' ').any(|it| called.contains(&it))
        })
        .map(|(rel, href)| format!("{rel} {href}"))
        .collect()
}

/// `problems`, each with its page: what is wrong with every page alike is the
/// template's, and one line, so that it hides nothing.
pub fn by_page<'a>(problems: impl IntoIterator<Item = (&'a str, String)>) -> Vec<String> {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    for (page, message) in problems {
        match all.iter_mut().find(|it| it.0 == message) {
            Some((_, pages)) => pages.push(page),
            None => all.push((message, vec![page])),
        }
    }
    all.into_iter()
        .flat_map(|(message, pages)| match pages.len() {
            0..4 => pages
                .iter()
                .map(|page| format!("{page}: {message}"))
                .collect(),
            many => vec![format!(
                "theme/index.hbs or book.toml ({many} pages, {} the first): {message}",
                pages[0]
            )],
        })
        .collect()
}

/// The key for which mdBook ignores all of `[output.html]`, the theme's files
/// included.
pub fn unknown_key(text: &str) -> Option<Problem> {
    let table: toml::Table = text.parse().ok()?;
    let html = table.get("output")?.get("html")?.clone();
    let error = html.try_into::<mdbook_driver::config::HtmlConfig>().err()?;
    let error = error.message().to_owned();
    let key = error.split('`').nth(1).unwrap_or_default();
    let line = text
        .lines()
        .position(|it| it.trim_start().starts_with(key) && !key.is_empty());
    Some(Problem {
        file: "book.toml".into(),
        line: line.map(|it| it + 1),
        message: format!("mdBook ignores all of [output.html], the theme included: {error}"),
    })
}

/// What `book.toml` must say so that nothing fails in silence.
pub fn configuration(text: &str) -> Vec<Problem> {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return vec![Problem::in_file("book.toml", error.to_string())],
    };
    let wanted = [
        (
            "preprocessor.directives.renderers",
            toml::Value::from(vec!["html"]),
            "without it mdBook skips a preprocessor that fails",
        ),
        (
            "build.create-missing",
            false.into(),
            "or a page that is not there is made, empty",
        ),
        (
            "build.use-default-preprocessors",
            false.into(),
            "or mdBook's own includes run beside the directives",
        ),
        (
            "output.html.playground.runnable",
            false.into(),
            "or every page calls the public playground when it loads",
        ),
        (
            "output.html.playground.copyable",
            false.into(),
            "theme/listings.js makes the buttons",
        ),
    ];
    let mut problems: Vec<Problem> = unknown_key(text).into_iter().collect();
    for (path, value, why) in wanted {
        let found = path
            .split('.')
            .try_fold(&toml::Value::Table(table.clone()), |at, key| at.get(key))
            .cloned();
        if found.as_ref() != Some(&value) {
            let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
            problems.push(Problem::in_file(
                "book.toml",
                format!("[{section}] needs `{key} = {value}`: {why}"),
            ));
        }
    }
    problems
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).expect("a constant selector")
}

/// What mdBook logs.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(|error| error.into_inner());
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(|error| error.into_inner());
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_on_every_page_is_one_line() {
        let all = ["a", "b", "c", "d"].map(|page| (page, "leads to x.js".to_owned()));
        let one = [("c", "leads to y.png".to_owned())];
        assert_eq!(
            by_page(all.into_iter().chain(one)),
            [
                "theme/index.hbs or book.toml (4 pages, a the first): leads to x.js",
                "c: leads to y.png"
            ]
        );
    }

    #[test]
    fn an_unknown_key_of_the_html_is_named_with_its_line() {
        let text = std::fs::read_to_string(root().join("book.toml")).unwrap();
        assert!(configuration(&text).is_empty());
        let wrong = text.replace("smart-punctuation", "smart-punctuaton");
        let found = crate::report(configuration(&wrong));
        let line = text.lines().position(|it| it.starts_with("smart-"));
        let place = format!("book.toml:{}: mdBook ignores", line.unwrap() + 1);
        assert!(found.starts_with(&place), "{found}");
        assert!(
            found.contains("unknown field `smart-punctuaton`"),
            "{found}"
        );
    }

    #[test]
    fn reads_ids_references_and_code() {
        let page = HtmlPage::parse(
            "<main><h1 id=a>T</h1><a href='b.html#c'>x</a>\
             <pre><code>fn <span class=boring>x</span>\n&lt;</code></pre></main>",
        );
        assert!(page.ids.contains("a"));
        assert_eq!(page.references, ["b.html#c"]);
        assert_eq!(page.code, ["fn x\n<"]);
        assert_eq!(page.twice, []);
    }

    #[test]
    fn ids_that_stand_twice_and_pictures_are_found() {
        let page = HtmlPage::parse(
            "<main><h2 id=listing-a>x</h2><figure id=listing-a></figure>\
             <img srcset='a.png 1x, b.png 2x'></main>",
        );
        assert_eq!(
            page.twice,
            [("listing-a".into(), "<h2> and <figure>".into())]
        );
        assert_eq!(page.references, ["a.png", "b.png"]);
        let css = "a { background: url('x.svg') } b { mask: url(#y) url(data:z) }";
        assert_eq!(urls_of(css), ["x.svg"]);
    }

    #[test]
    fn what_calls_another_host_is_seen() {
        let page = "<head><link rel=preconnect href='https://x.org'><link rel='dns-prefetch' href='//y.org'>\
                    <link rel=canonical href='https://z.org/a'><link rel=stylesheet href='a.css'></head>";
        assert_eq!(
            hints(page),
            ["preconnect https://x.org", "dns-prefetch //y.org"]
        );
        assert_eq!(
            speaks("navigator.sendBeacon(x); fetch(y)"),
            ["fetch(", "sendBeacon"]
        );
    }

    #[test]
    fn each_line_of_the_configuration_that_guards_something_is_missed() {
        let text = std::fs::read_to_string(root().join("book.toml")).unwrap();
        assert_eq!(configuration(&text), []);
        for line in [
            "renderers =",
            "create-missing =",
            "use-default-preprocessors =",
            "runnable =",
            "copyable =",
        ] {
            let without: Vec<&str> = text.lines().filter(|it| !it.starts_with(line)).collect();
            let found = configuration(&without.join("\n"));
            assert_eq!(found.len(), 1, "{line}");
            assert!(found[0].to_string().contains(line), "{}", found[0]);
        }
    }
}
