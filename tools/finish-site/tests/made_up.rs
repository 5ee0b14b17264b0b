//! A made-up book, finished and looked at.

use finish_site::address::Address;
use finish_site::check::check;
use finish_site::finish;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

const ADDRESS: &str = "https://owner.github.io/name/";

fn address() -> Address {
    Address::parse(ADDRESS).unwrap()
}

fn page(name: &str, title: &str, lead: &str) -> String {
    format!(
        "<!DOCTYPE HTML>\n<html lang=\"en\"><head>\n<title>{name} - The &amp; Book</title>\n\
         <meta name=\"description\" content=\"The book's\">\n</head>\n<body><main>\n\
         <h1 id=\"a\"><a href=\"#a\">{title}</a></h1>\n<p class=\"facts\">7 minutes</p>\n\
         <p><em>{lead}</em></p>\n<p>Then it begins.</p>\n</main></body></html>\n"
    )
}

/// A book of three pages, one of them in a folder, with what mdBook adds.
fn book() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let first = page(
        "First",
        "What <code>Vec&lt;T&gt;</code> &amp; \"you\" share",
        "Of <code>&lt;T&gt;</code> &amp; of \"quotes\", and of everything that has to be escaped.",
    );
    let toc = "<ol><li><a href=\"first.html\">First</a></li><li><a href=\"second.html\">Second\
               </a></li><li><a href=\"part/third one.html\">Third</a></li></ol>";
    for (name, text) in [
        ("index.html", first.as_str()),
        ("first.html", &first),
        (
            "second.html",
            &page("Second", "Second", "What the second page is about."),
        ),
        (
            "part/third one.html",
            &page("Third", "Third", "What the third page is about."),
        ),
        ("toc.html", toc),
        ("404.html", &page("Page not found", "404", "x")),
        (
            "print.html",
            "<html><head><title>The &amp; Book</title></head></html>",
        ),
        (
            "old.html",
            "<html><head><title>Redirecting...</title><meta http-equiv=\"refresh\" \
             content=\"0; URL=second.html\"><link rel=\"canonical\" href=\"second.html\"></head></html>",
        ),
        ("book.js", "1"),
    ] {
        put(dir.path(), name, text);
    }
    dir
}

fn put(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn get(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn replace(dir: &Path, name: &str, from: &str, to: &str) {
    let text = get(dir, name);
    assert!(text.contains(from), "{name} has no {from}: {text}");
    put(dir, name, &text.replace(from, to));
}

/// Every file below a folder.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_string_lossy();
                found.insert(name.replace('\\', "/"), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn finished() -> TempDir {
    let book = book();
    finish(book.path(), &address())
        .unwrap_or_else(|problems| panic!("{problems}"))
        .write(book.path())
        .unwrap();
    for name in ["first", "second", "part/third one"] {
        draw(book.path(), &format!("cards/{name}.png"), (1200, 630), 1);
    }
    book
}

/// A picture in place of a card: black, but for a first pixel of `ink`.
fn draw(dir: &Path, name: &str, (width, height): (u32, u32), ink: u8) {
    put(dir, name, "");
    let file = std::fs::File::create(dir.join(name)).unwrap();
    let mut encoder = png::Encoder::new(file, width, height);
    // A bit a pixel: it is quickly read.
    encoder.set_depth(png::BitDepth::One);
    let mut rows = vec![0; (width.div_ceil(8) * height) as usize];
    rows[0] = ink << 7;
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&rows)
        .unwrap();
}

#[test]
fn a_book_is_finished() {
    let before = files(book().path());
    let book = finished();
    let checked = check(book.path(), &address()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(checked.pages, 3);
    let after = files(book.path());
    let new: Vec<&str> = after
        .keys()
        .filter(|name| !before.contains_key(*name) && !name.starts_with("cards/"))
        .map(String::as_str)
        .collect();
    assert_eq!(new, ["robots.txt", "sitemap.xml"]);
    let changed: Vec<&str> = before
        .iter()
        .filter(|(name, text)| after[*name] != **text)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        changed,
        [
            "first.html",
            "index.html",
            "part/third one.html",
            "second.html"
        ],
        "the other files stay as they are"
    );
    assert_eq!(after["first.html"], after["index.html"]);
    assert_eq!(
        get(book.path(), "robots.txt"),
        "User-agent: *\nAllow: /\n\nSitemap: https://owner.github.io/name/sitemap.xml\n"
    );
    assert_eq!(
        get(book.path(), "sitemap.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
         \x20 <url><loc>https://owner.github.io/name/</loc></url>\n\
         \x20 <url><loc>https://owner.github.io/name/second.html</loc></url>\n\
         \x20 <url><loc>https://owner.github.io/name/part/third%20one.html</loc></url>\n\
         </urlset>\n"
    );
}

#[test]
fn texts_are_escaped() {
    let book = finished();
    let html = get(book.path(), "index.html");
    for line in [
        "<link rel=\"canonical\" href=\"https://owner.github.io/name/\">",
        "<meta property=\"og:title\" content=\"What Vec&#60;T&#62; &#38; &#34;you&#34; share\">",
        "<meta property=\"og:type\" content=\"website\">",
        "<meta property=\"og:site_name\" content=\"The &#38; Book\">",
        "<meta name=\"description\" content=\"Of &#60;T&#62; &#38; of &#34;quotes&#34;, \
         and of everything that has to be escaped. Then it begins.\">",
        "<meta property=\"og:image\" content=\"https://owner.github.io/name/cards/first.png\">",
    ] {
        assert!(html.contains(line), "{line} is not in {html}");
    }
    let html = get(book.path(), "second.html");
    let completed = "content=\"What the second page is about. Then it begins.\"";
    assert!(html.contains(completed), "{html}");
    assert!(html.contains("og:type\" content=\"article\""), "{html}");
}

/// What is wrong with a book, and what is said of it.
type Case<'a> = (&'a str, &'a dyn Fn(&Path));

#[test]
fn a_book_that_cannot_be_finished_is_left_as_it_is() {
    let remove = |dir: &Path, name: &str| std::fs::remove_file(dir.join(name)).unwrap();
    let cases: [Case; 15] = [
        ("is not a built book, it has no index.html", &|dir| {
            remove(dir, "index.html")
        }),
        ("is not a built book, it has no toc.html", &|dir| {
            remove(dir, "toc.html")
        }),
        ("toc.html: lists no pages", &|dir| {
            put(dir, "toc.html", "<ol></ol>")
        }),
        ("toc.html: lists second.html, which is not there", &|dir| {
            remove(dir, "second.html")
        }),
        ("stray.html: is not in the contents", &|dir| {
            put(dir, "stray.html", "<html></html>")
        }),
        ("second.html: cannot be read", &|dir| {
            std::fs::write(dir.join("second.html"), b"\xff").unwrap()
        }),
        ("second.html: has not one <title>", &|dir| {
            replace(
                dir,
                "second.html",
                "<title>Second - The &amp; Book</title>",
                "",
            )
        }),
        (
            "second.html: has not one <meta name=\"description\">",
            &|dir| replace(dir, "second.html", "description", "other"),
        ),
        ("second.html: has no <h1>", &|dir| {
            replace(dir, "second.html", "h1", "h2")
        }),
        ("second.html: has no paragraph", &|dir| {
            replace(dir, "second.html", "<p>", "<p class=x>")
        }),
        ("second.html: <html> has no `lang`", &|dir| {
            replace(dir, "second.html", " lang=\"en\"", "")
        }),
        ("second.html: has been finished before", &|dir| {
            replace(
                dir,
                "second.html",
                "<title>",
                "<link rel=canonical href=x><title>",
            )
        }),
        ("sitemap.xml: is there already", &|dir| {
            put(dir, "sitemap.xml", "")
        }),
        ("robots.txt: is there already", &|dir| {
            put(dir, "robots.txt", "")
        }),
        ("index.html: is not mdBook's copy of first.html", &|dir| {
            put(dir, "index.html", &page("Other", "Other", "Other"))
        }),
    ];
    for (said, break_it) in cases {
        let book = book();
        break_it(book.path());
        let before = files(book.path());
        let problems = finish(book.path(), &address()).unwrap_err();
        assert_eq!(problems.0.len(), 1, "{said}: {problems}");
        assert!(problems.0[0].contains(said), "{said}: {problems}");
        assert!(
            files(book.path()) == before,
            "{said}: something was written"
        );
    }
}

#[test]
fn titles_without_the_books_are_refused() {
    let book = book();
    replace(book.path(), "second.html", " - The &amp; Book", "");
    let problems = finish(book.path(), &address()).unwrap_err();
    assert!(
        problems.to_string().contains("set `title` in book.toml"),
        "{problems}"
    );
}

#[test]
fn two_pages_with_the_same_description_are_refused() {
    let book = book();
    replace(
        book.path(),
        "part/third one.html",
        "What the third page",
        "What the second page",
    );
    let problems = finish(book.path(), &address()).unwrap_err();
    let said = "part/third one.html: has the same description as second.html";
    assert!(problems.to_string().contains(said), "{problems}");
}

#[test]
fn finishing_twice_is_refused_and_harmless() {
    let book = finished();
    let before = files(book.path());
    let problems = finish(book.path(), &address()).unwrap_err();
    let said = "second.html: has been finished before: it has a canonical address or a card; \
                build the book again with `bash .ci/book`";
    assert!(problems.to_string().contains(said), "{problems}");
    assert!(files(book.path()) == before);
    assert!(check(book.path(), &address()).is_ok());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let problems = finish(Path::new("no/such/book"), &address()).unwrap_err();
    assert!(
        problems
            .to_string()
            .starts_with("no/such/book: is not a built book"),
        "{problems}"
    );
}

#[test]
fn the_check_sees_what_is_wrong() {
    const SECOND: &str = "https://owner.github.io/name/second.html";
    let cases: [Case; 21] = [
        ("second.html: must have one canonical", &|dir| {
            replace(dir, "second.html", "rel=\"canonical\"", "rel=\"x\"")
        }),
        ("second.html: must have one canonical", &|dir| {
            replace(
                dir,
                "second.html",
                "<link rel=\"canonical\" href=\"",
                "<link rel=\"canonical\" href=\"x",
            )
        }),
        ("index.html: must have one canonical", &|dir| {
            replace(
                dir,
                "index.html",
                "canonical\" href=\"https://owner.github.io/name/",
                "canonical\" href=\"https://owner.github.io/name/index.html",
            )
        }),
        ("second.html: must have one og:url", &|dir| {
            replace(dir, "second.html", "og:url", "og:x")
        }),
        ("second.html: must have one description", &|dir| {
            replace(
                dir,
                "second.html",
                "</head>",
                "<meta name=description content=x></head>",
            )
        }),
        ("second.html: must have one description", &|dir| {
            replace(dir, "second.html", "name=\"description\"", "name=\"x\"")
        }),
        ("second.html: must have one og:description", &|dir| {
            replace(
                dir,
                "second.html",
                "og:description\" content=\"",
                "og:description\" content=\"x",
            )
        }),
        (
            "second.html: must not be described as https://owner.github.io/name/part/",
            &|dir| {
                replace(
                    dir,
                    "second.html",
                    "content=\"What the second",
                    "content=\"What the third",
                )
            },
        ),
        ("second.html: must have one og:title", &|dir| {
            replace(dir, "second.html", "og:title", "og:x")
        }),
        ("second.html: must have one og:type", &|dir| {
            replace(dir, "second.html", "article", "website")
        }),
        ("second.html: must have one og:image:alt", &|dir| {
            replace(dir, "second.html", "og:image:alt", "og:x")
        }),
        ("second.html: must have one twitter:card", &|dir| {
            replace(dir, "second.html", "twitter:card", "x")
        }),
        ("second.html: must say the size", &|dir| {
            replace(dir, "second.html", "\"630\"", "\"600\"")
        }),
        ("second.html: its card cannot be read", &|dir| {
            std::fs::write(dir.join("cards/second.png"), "x").unwrap()
        }),
        ("second.html: its card has 1 by 1 pixels", &|dir| {
            draw(dir, "cards/second.png", (1, 1), 1)
        }),
        ("second.html: its card is blank", &|dir| {
            draw(dir, "cards/second.png", (1200, 630), 0)
        }),
        ("second.html: must have its card in cards/", &|dir| {
            std::fs::remove_file(dir.join("cards/second.png")).unwrap()
        }),
        ("second.html: must have a card of its own", &|dir| {
            replace(dir, "second.html", "cards/second.png", "cards/first.png")
        }),
        (
            "second.html: must have its card in cards/, and https://a.b/",
            &|dir| {
                replace(
                    dir,
                    "second.html",
                    "https://owner.github.io/name/cards",
                    "https://a.b/cards",
                )
            },
        ),
        ("404.html: must not have a canonical", &|dir| {
            replace(
                dir,
                "404.html",
                "</head>",
                "<link rel=canonical href=x></head>",
            )
        }),
        ("robots.txt: must have the line", &|dir| {
            replace(dir, "robots.txt", "Sitemap", "#")
        }),
    ];
    for (said, break_it) in cases {
        let book = finished();
        break_it(book.path());
        let problems = check(book.path(), &address()).unwrap_err();
        assert_eq!(problems.0.len(), 1, "{said}: {problems}");
        assert!(problems.0[0].starts_with(said), "{said}: {problems}");
    }
    for (from, to, said) in [
        (
            SECOND,
            "https://owner.github.io/name/x.html",
            [
                "must list https://owner.github.io/name/second.html once, and lists it 0 times",
                "must not list https://owner.github.io/name/x.html",
            ]
            .as_slice(),
        ),
        (
            "</urlset>",
            "<url><loc>https://owner.github.io/name/second.html</loc></url></urlset>",
            &["must list https://owner.github.io/name/second.html once, and lists it 2 times"],
        ),
        (
            "</urlset>",
            "<url><loc>https://owner.github.io/name/first.html</loc></url></urlset>",
            &["must not list https://owner.github.io/name/first.html"],
        ),
    ] {
        let book = finished();
        replace(book.path(), "sitemap.xml", from, to);
        let problems = check(book.path(), &address()).unwrap_err();
        let expected: Vec<String> = said.iter().map(|it| format!("sitemap.xml: {it}")).collect();
        assert_eq!(problems.0, expected);
    }
    let other = Address::parse("https://a.b/").unwrap();
    assert!(check(finished().path(), &other).is_err(), "another address");
    assert!(check(book().path(), &address()).is_err(), "not finished");
}
