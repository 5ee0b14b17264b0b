//! The book as a whole: it builds, hangs together, and shows what was tested.

use book_content::Library;
use book_content::listing::Kind;
use book_content::problem::{Problem, did_you_mean, slashed};
use book_tests::markdown::{Page, code_blocks};
use book_tests::numbers::{self, Excuses};
use book_tests::pages::{Built, HtmlPage};
use book_tests::{markdown, pages, report, root};
use mdbook_directives::ERROR_INDEX;
use mdbook_directives::figures::chart::CHARTS;
use mdbook_directives::places::Subject;
use mdbook_directives::scanner;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static BUILT: LazyLock<Result<Built, String>> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("book.toml")).unwrap_or_default();
    if pages::unknown_key(&text).is_some() {
        return Err(
            "not checked, since the book is not what book.toml is to make: mend what \
                    the_configuration_is_understood reports"
                .to_owned(),
        );
    }
    let (_, expanded) = pages::expanded()?;
    match expanded.problems.len() {
        0 => pages::build(),
        // One cause, one report: that test names file and line.
        _ => Err("not checked, since the book does not build: mend what \
                  every_directive_is_right_and_every_listing_is_shown reports"
            .to_owned()),
    }
});
static PAGES: LazyLock<Result<Vec<Page>, Problem>> = LazyLock::new(markdown::pages);
static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::discover(&root()));

const GLOSSARY: &str = "glossary.md";
const MEND: &str = "mend it, then run `cargo test -p book-tests --test pages` again";

fn built() -> &'static Built {
    BUILT.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

fn sources() -> &'static [Page] {
    PAGES.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn none<T: ToString>(problems: impl IntoIterator<Item = T>) {
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}\n({MEND})");
}

#[test]
fn the_book_builds_without_a_complaint() {
    let complaints = &built().complaints;
    assert!(complaints.is_empty(), "mdBook complains:\n{complaints}");
}

/// mdBook drops a whole table of `book.toml` when one key in it is misspelt.
#[test]
fn the_configuration_is_understood() {
    let text = std::fs::read_to_string(root().join("book.toml")).unwrap();
    none(pages::configuration(&text));
    let book = mdbook_driver::MDBook::load(root()).unwrap_or_else(|error| panic!("{error:#}"));
    let html = book.config.html_config().unwrap_or_default();
    for css in &html.additional_css {
        assert!(
            root().join(css).is_file(),
            "book.toml: {} is not there",
            css.display()
        );
    }
}

#[test]
fn every_directive_is_right_and_every_listing_is_shown() {
    let (_, expanded) = pages::expanded().unwrap_or_else(|error| panic!("{error}"));
    let mut problems = expanded.problems.clone();
    for (id, listing) in &expanded.library.listings {
        if !expanded.has(&Subject::Listing(id.clone())) {
            problems.push(Problem::in_file(
                &listing.dir,
                format!("no page shows it; add {{{{#listing {id}}}}} to one, or remove the folder"),
            ));
        }
    }
    for (id, question) in &expanded.library.questions {
        if !expanded.has(&Subject::Question(id.clone())) {
            problems.push(Problem::in_file(
                &question.file,
                format!("no page asks it; add {{{{#question {id}}}}} to one, or remove the file"),
            ));
        }
    }
    for (name, exercise) in &expanded.library.exercises {
        if !expanded.has(&Subject::Exercise(name.clone())) {
            problems.push(Problem::in_file(
                &exercise.file,
                format!(
                    "no page shows it; add {{{{#exercise {name}}}}} to one, or remove the folder"
                ),
            ));
        }
    }
    for chart in CHARTS {
        let id = chart.id;
        if !expanded.has(&Subject::Chart(id)) {
            problems.push(Problem::in_file(
                "tools/mdbook-directives/src/figures/chart/book.rs",
                format!(
                    "no page shows the chart {id}; add {{{{#chart {id}}}}} to one, or remove it"
                ),
            ));
        }
    }
    none(problems);
}

/// A reader learns by predicting and by writing, in every chapter.
#[test]
fn every_chapter_has_questions_and_exercises() {
    let (_, expanded) = pages::expanded().unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Vec::new();
    for file in &expanded.numbered {
        let shown = &expanded.shows[file];
        let count = |of: fn(&Subject) -> bool| shown.iter().filter(|it| of(it)).count();
        let questions = count(|it| matches!(it, Subject::Question(_)));
        let exercises = count(|it| matches!(it, Subject::Exercise(_)));
        for (what, has, wanted) in [
            ("questions", questions, 2..=4),
            ("exercises", exercises, 1..=3),
        ] {
            if !wanted.contains(&has) {
                problems.push(Problem::in_file(
                    file,
                    format!(
                        "has {has} {what}; a chapter has {} to {}: see CONTRIBUTING.md",
                        wanted.start(),
                        wanted.end()
                    ),
                ));
            }
        }
    }
    assert!(expanded.numbered.len() >= 9, "{:?}", expanded.numbered);
    none(problems);
}

/// Titles of pages change, so files elsewhere call a chapter by its name in the
/// contents, and say which page shows an exercise as the exercise does.
#[test]
fn exercises_call_a_chapter_by_its_name_in_the_contents() {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\[([^\]]+)\]\((?:\.\./)+src/([^)#]+\.md)\)").unwrap());
    let read = |file: &str| {
        let text = std::fs::read_to_string(root().join(file));
        text.unwrap_or_else(|error| panic!("{file}: {error}"))
    };
    let contents: BTreeMap<String, String> = Regex::new(r"\[([^\]]+)\]\(([^)]+\.md)\)")
        .unwrap()
        .captures_iter(&read("src/SUMMARY.md"))
        .map(|link| (link[2].to_owned(), link[1].to_owned()))
        .collect();
    let mut problems = Vec::new();
    let mut check = |file: &str, begins: &str| {
        let mut found = Vec::new();
        for (line, number) in read(file).lines().zip(1..) {
            if !line.starts_with(begins) {
                continue;
            }
            for link in LINK.captures_iter(line) {
                found.push((line.to_owned(), number, link[2].to_owned()));
                match contents.get(&link[2]) {
                    Some(name) if *name == link[1] => {}
                    Some(name) => problems.push(Problem::at_line(
                        file,
                        number,
                        format!(
                            "calls {} \"{}\"; in the contents it is \"{name}\": write that",
                            &link[2], &link[1]
                        ),
                    )),
                    None => problems.push(Problem::at_line(
                        file,
                        number,
                        format!("{} is not in src/SUMMARY.md; name a page that is", &link[2]),
                    )),
                }
            }
        }
        found
    };
    for name in LIBRARY.exercises.keys() {
        let file = format!("exercises/{name}/README.md");
        assert!(!check(&file, "*Chapter").is_empty(), "{file}: no chapter");
    }
    let table = "exercises/README.md";
    let rows = check(table, "| [");
    for (name, exercise) in &LIBRARY.exercises {
        let row = rows
            .iter()
            .find(|(line, ..)| line.starts_with(&format!("| [{name}](")));
        match row {
            Some((_, _, page)) if page == exercise.page() => {}
            Some((_, number, page)) => problems.push(Problem::at_line(
                table,
                *number,
                format!(
                    "says that {page} shows {name}, and its README says {}: write that here",
                    exercise.page()
                ),
            )),
            None => problems.push(Problem::in_file(
                table,
                format!("has no row for {name}; add `| [{name}]({name}/README.md) | … |`"),
            )),
        }
    }
    none(problems);
}

#[test]
fn every_page_is_in_the_summary_and_has_one_title() {
    let summary = sources()
        .iter()
        .find(|page| page.name() == "SUMMARY.md")
        .unwrap();
    let listed: BTreeSet<String> = summary
        .links()
        .into_iter()
        .map(|link| link.target)
        .collect();
    let mut problems = Vec::new();
    for page in sources().iter().filter(|page| page.name() != "SUMMARY.md") {
        let path = slashed(page.file.strip_prefix("src").unwrap_or(&page.file));
        // mdBook shows this one where an address leads nowhere.
        if !listed.contains(&path) && path != "404.md" {
            problems.push(Problem::in_file(
                &page.file,
                format!("is not in src/SUMMARY.md; add `- [Title]({path})` there"),
            ));
        }
        match page.titles()[..] {
            [0] => {}
            [] => problems.push(page.problem(0, "has no title; begin with `# Title`")),
            [first, ..] if first != 0 => {
                problems.push(page.problem(first, "the title is the first line of a page"));
            }
            [_, second, ..] => problems.push(page.problem(
                second,
                "a second title; a page has one `# Title`, sections start with `##`",
            )),
            _ => {}
        }
        if !page.has_its_line() {
            problems.push(page.problem(
                0,
                "needs a line in italics below its title, and nothing else in that paragraph: it \
                 says what the page is about, to readers and to search engines",
            ));
        }
        problems.extend(page.equal_headings());
        problems.extend(page.undefined_links());
    }
    none(problems);
}

/// Two elements of one id: a link to it leads to whichever comes first.
#[test]
fn no_anchor_stands_twice_on_a_page() {
    let (mut problems, mut elsewhere) = (Vec::new(), Vec::new());
    for (name, page) in &built().html {
        for (id, elements) in &page.twice {
            let source = sources()
                .iter()
                .find(|it| it.name().replace(".md", ".html") == *name);
            let heading = source.and_then(|it| {
                let headings = it.headings();
                let (offset, _) = headings.into_iter().find(|(_, anchor)| anchor == id)?;
                Some(it.problem(offset, ""))
            });
            let message = format!(
                "#{id} stands on the page more than once ({elements}); give the heading other \
                 words, or the second element another id"
            );
            match heading {
                Some(place) => problems.push(format!("{place}{message}")),
                None => elsewhere.push((name.as_str(), message)),
            }
        }
    }
    problems.extend(pages::by_page(elsewhere));
    none(problems);
}

#[test]
fn every_block_is_tested_or_excused() {
    let mut problems = Vec::new();
    for page in sources() {
        let (untested, found) = page.fences();
        problems.extend(found);
        for it in untested {
            println!("untested: {}: {}", it.place, it.reason);
        }
    }
    for listing in LIBRARY.listings.values() {
        for (out, file) in [
            (&listing.rust_out, "main.rs.out"),
            (&listing.typescript_out, "main.ts.out"),
        ] {
            let promise = out
                .as_ref()
                .map(|it| it.promise.clone())
                .unwrap_or_default();
            let file = slashed(&listing.dir.join(file));
            let reasons = [&promise.any_order, &promise.hangs, &promise.edition_2024];
            for reason in reasons.into_iter().flatten() {
                println!("not exact: {file}: {reason}");
            }
            for mask in &promise.masks {
                println!("masked: {file}: `{}`: {}", mask.pattern, mask.reason);
            }
        }
    }
    none(problems);
}

/// The Markdown that is read in the repository: READMEs, CONTRIBUTING.md and
/// what is in .github.
#[test]
fn every_link_of_the_repository_leads_somewhere() {
    let documents = markdown::documents().unwrap_or_else(|error| panic!("{error}"));
    assert!(documents.len() > 20, "{}", documents.len());
    none(documents.iter().flat_map(Page::wrong_links_in_repository));
}

#[test]
fn every_picture_of_a_style_sheet_is_there() {
    fn sheets(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sheets(&path, found);
            } else if path.extension().is_some_and(|it| it == "css") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    sheets(&built().dir, &mut found);
    assert!(found.len() > 5, "{found:?}");
    let mut problems = Vec::new();
    for sheet in found {
        for url in pages::urls_of(&std::fs::read_to_string(&sheet).unwrap()) {
            if !sheet.with_file_name(&url).exists() {
                let sheet = sheet.strip_prefix(&built().dir).unwrap_or(&sheet);
                problems.push(format!(
                    "{}: url({url}) is not there; mend the path in theme/css, or add the file",
                    slashed(sheet)
                ));
            }
        }
    }
    none(problems);
}

/// A reader's press on Run is the only thing that leaves the page, and the
/// graph of a figure the only thing that is loaded by a script.
#[test]
fn no_page_speaks_to_another_host() {
    let mut hinted = Vec::new();
    for name in built().html.keys() {
        let html = std::fs::read_to_string(built().dir.join(name)).unwrap();
        for hint in pages::hints(&html) {
            hinted.push((
                name.as_str(),
                format!("calls another host when it loads ({hint}); remove it from theme/"),
            ));
        }
    }
    let mut problems = pages::by_page(hinted);
    let may = [
        ("src/playground.js", "fetch("),
        ("src/schedules/player.js", "fetch("),
    ];
    let mut scripts = Vec::new();
    for dir in ["theme", "src", "src/schedules", "src/questions"] {
        let files = std::fs::read_dir(root().join(dir)).unwrap();
        scripts.extend(files.map(|it| slashed(&Path::new(dir).join(it.unwrap().file_name()))));
    }
    scripts.retain(|it| it.ends_with(".js"));
    assert!(scripts.len() > 5, "{scripts:?}");
    for file in scripts {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        for word in pages::speaks(&text) {
            if !may.contains(&(file.as_str(), word)) {
                problems.push(format!(
                    "{file}: holds `{word}`: a script of this book speaks to nobody unless a reader \
                     asked; remove it, or name it here with its reason"
                ));
            }
        }
    }
    none(problems);
}

/// The Markdown of the exercises, which the pages show.
fn exercise_files() -> Vec<Page> {
    let mut files = markdown::documents().unwrap_or_else(|error| panic!("{error}"));
    files.retain(|it| it.file.starts_with("exercises"));
    files
}

/// "The same program" is a claim about two listings, which nothing compares.
#[test]
fn no_caption_calls_a_program_the_same() {
    none(sources().iter().flat_map(Page::captions_of_the_same));
}

/// Nobody counts lines again when a program changes.
#[test]
fn no_text_counts_the_lines_to_another_place() {
    let counted = Regex::new(
        r"(?i)\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:lines?|paragraphs?|sections?|listings?) (?:further|later|earlier|above|below|up|down|before|after)\b",
    )
    .unwrap();
    let mut problems = Vec::new();
    for page in sources().iter().chain(&exercise_files()) {
        for (offset, text, _) in page.prose() {
            if let Some(it) = counted.find(&text) {
                let message = format!(
                    "\"{}\" was counted by hand; name the line by what it says",
                    it.as_str()
                );
                problems.push(page.problem(offset + it.start(), message));
            }
        }
    }
    for question in LIBRARY.questions.values() {
        for (line, text) in question.words() {
            if let Some(it) = counted.find(text) {
                let message = format!(
                    "\"{}\" was counted by hand; name the line by what it says",
                    it.as_str()
                );
                problems.push(Problem::at_line(&question.file, line, message));
            }
        }
    }
    none(problems);
}

/// Links as the author wrote them, so that the message names the line.
#[test]
fn every_link_leads_somewhere() {
    let mut problems = Vec::new();
    for page in sources() {
        for link in page.links() {
            if let Err(message) = follow(page, &link.target) {
                problems.push(Problem::at_line(&page.file, link.line, message));
            }
        }
    }
    none(problems);
}

fn follow(page: &Page, target: &str) -> Result<(), String> {
    if let Some(rest) = target.strip_prefix("https://") {
        return installed_docs(rest);
    }
    if target.contains("://") || target.starts_with("mailto:") {
        return Err(format!("{target}: link to https pages only"));
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let own = page.name();
    let path = if path.is_empty() { &own } else { path };
    if page.name() == "SUMMARY.md" {
        return Ok(()); // mdBook itself refuses a chapter that is not there
    }
    let Some(stem) = path.strip_suffix(".md") else {
        // A picture, say: the built book has it beside the pages, or not.
        let file = page.file.parent().unwrap_or(Path::new("src")).join(path);
        return match root().join(&file).is_file() {
            true => Ok(()),
            false => Err(format!(
                "{target}: {} is not there; a page is named by its .md file",
                slashed(&file)
            )),
        };
    };
    let folder = page.file.parent().unwrap_or(Path::new("src"));
    let html = slashed(
        folder
            .strip_prefix("src")
            .unwrap_or(folder)
            .join(stem)
            .as_path(),
    ) + ".html";
    let Some(found) = built().html.get(&html) else {
        let names: Vec<String> = sources().iter().map(Page::name).collect();
        let near = did_you_mean(path, names.iter().map(String::as_str));
        return Err(format!("{target}: there is no page {path}{near}"));
    };
    if anchor.is_empty() || found.ids.contains(anchor) {
        return Ok(());
    }
    let near = did_you_mean(anchor, found.ids.iter().map(String::as_str));
    Err(format!("{target}: {path} has no anchor #{anchor}{near}"))
}

/// Rust's own documentation can be checked without a network where rustup has
/// installed it.
fn installed_docs(target: &str) -> Result<(), String> {
    static DOCS: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let output = Command::new("rustc")
            .args(["--print", "sysroot"])
            .output()
            .ok()?;
        let sysroot = String::from_utf8(output.stdout).ok()?;
        let docs = Path::new(sysroot.trim()).join("share/doc/rust/html");
        if docs.join("std/index.html").is_file() {
            return Some(docs);
        }
        println!("links to doc.rust-lang.org are not checked: rustup's rust-docs is not installed");
        None
    });
    let (Some(path), Some(docs)) = (target.strip_prefix("doc.rust-lang.org/"), DOCS.as_ref())
    else {
        return Ok(());
    };
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let known = [
        "std",
        "core",
        "alloc",
        "reference",
        "nomicon",
        "book",
        "error_codes",
        "cargo",
        "edition-guide",
        "rustc",
    ];
    if !known.iter().any(|it| path.starts_with(&format!("{it}/"))) {
        return Err(format!(
            "https://{target}: link to the stable documentation, such as /std/…"
        ));
    }
    let mut file = docs.join(path);
    if path.ends_with('/') {
        file.push("index.html");
    }
    let text = std::fs::read_to_string(&file)
        .map_err(|_| format!("https://{target}: Rust's documentation has no such page"))?;
    if anchor.is_empty() || HtmlPage::parse(&text).ids.contains(anchor) {
        return Ok(());
    }
    Err(format!(
        "https://{target}: the page has no anchor #{anchor}"
    ))
}

/// Links as the reader gets them, those that the tools wrote included.
#[test]
fn every_reference_in_the_html_leads_somewhere() {
    let built = built();
    let mut problems = Vec::new();
    for (name, page) in &built.html {
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        // 404.html is served for any address, so mdBook gives it a base.
        for reference in page.references.iter().filter(|_| name != "404.html") {
            let (path, anchor) = reference.split_once('#').unwrap_or((reference, ""));
            if path.contains(':') || path.starts_with("//") {
                continue;
            }
            let path = path.split('?').next().unwrap_or_default();
            let target = if path.is_empty() {
                name.clone()
            } else {
                slashed(&folder.join(path))
            };
            let is_there = built.dir.join(&target).exists();
            let anchor_is_there = built
                .html
                .get(&target)
                .is_none_or(|page| anchor.is_empty() || page.ids.contains(anchor));
            if !is_there || !anchor_is_there {
                problems.push((
                    name.as_str(),
                    format!("leads to {reference}, which is not there"),
                ));
            }
        }
    }
    none(pages::by_page(problems));
}

#[test]
fn the_html_shows_what_was_tested() {
    let built = built();
    let (chapters, _) = pages::expanded().unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Vec::new();
    for (name, markdown) in &chapters {
        let Some(page) = built.html.get(name) else {
            problems.push(format!("{name}: was not built"));
            continue;
        };
        let tested = code_blocks(markdown);
        if tested.len() != page.code.len() {
            problems.push(format!(
                "{name}: shows {} blocks of code, but {} were tested",
                page.code.len(),
                tested.len()
            ));
        }
        for (index, (tested, shown)) in tested.iter().zip(&page.code).enumerate() {
            if tested.trim_end() != shown.trim_end() {
                problems.push(format!(
                    "{name}: block {} is not what was tested:\n{}",
                    index + 1,
                    book_tests::snapshots::text_difference("tested", "shown", tested, shown)
                ));
            }
        }
    }
    for (name, page) in &built.html {
        if let Some(at) = page.text.find("{{#") {
            let rest: String = page.text[at..].chars().take(60).collect();
            problems.push(format!("{name}: a directive is left in the page: {rest}"));
        }
    }
    none(problems);
}

/// Every paragraph, item and program of an exercise's files, and what its wrong
/// solutions are told, stand on its page.
#[test]
fn the_html_has_what_the_files_of_an_exercise_say() {
    let built = built();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut problems = Vec::new();
    for (name, exercise) in &LIBRARY.exercises {
        let html = exercise.page().replace(".md", ".html");
        let page = built.html.get(&html).cloned().unwrap_or_default();
        let text = words(&page.text);
        let folder = Path::new("exercises").join(name);
        let read = |file: &str| {
            let text = std::fs::read_to_string(root().join(&folder).join(file));
            text.unwrap_or_default().replace("\r\n", "\n")
        };
        let mut wanted: Vec<(&str, String)> = Vec::new();
        for file in ["README.md", "solution/README.md"] {
            let frame = ["Chapter", "The Node version", "The solution, and what"];
            wanted.extend(
                blocks(&read(file))
                    .into_iter()
                    .filter(|block| !frame.iter().any(|it| block.starts_with(it)))
                    .map(|block| (file, block)),
            );
        }
        for file in ["given/lib.rs", "solution/lib.rs"] {
            let program = read(file);
            if !page
                .code
                .iter()
                .any(|it| it.trim_end() == program.trim_end())
            {
                wanted.push((file, "the whole program".into()));
            }
        }
        wanted.extend(
            exercise
                .wrong
                .iter()
                .map(|it| ("wrong", it.1.replace('`', ""))),
        );
        for (file, block) in wanted {
            if !text.contains(&words(&block)) {
                problems.push(Problem::in_file(
                    folder.join(file),
                    format!("{html} does not show: {block}"),
                ));
            }
        }
    }
    none(problems);
}

/// The text of each paragraph, item and block of code of a Markdown file; no
/// headings.
fn blocks(markdown: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut in_heading = false;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Paragraph | Tag::Item | Tag::CodeBlock(_)) | Event::Html(_) => {
                blocks.push(String::new());
            }
            Event::Text(text) | Event::Code(text) if !in_heading => {
                blocks.last_mut().unwrap().push_str(&text);
            }
            Event::SoftBreak => blocks.last_mut().unwrap().push(' '),
            _ => {}
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    blocks
}

/// Nothing is highlighted in the browser, so each block must come as book.js
/// and the style sheet expect it.
#[test]
fn every_block_of_code_is_highlighted() {
    let built = built();
    let css = std::fs::read_to_string(root().join("theme/css/highlight.css")).unwrap();
    let selector = Regex::new(r"pre \.([\w-]+)").unwrap();
    let styled: BTreeSet<&str> = selector
        .captures_iter(&css)
        .filter_map(|it| Some(it.get(1)?.as_str()))
        .collect();
    let class = Regex::new("<span class=\"([^\"]*)\">").unwrap();
    let mut problems = Vec::new();
    let mut blocks = 0;
    for name in built.html.keys() {
        let text = std::fs::read_to_string(built.dir.join(name)).unwrap();
        for block in text.split("<pre").skip(1) {
            blocks += 1;
            let (block, _) = block.split_once("</pre>").unwrap_or((block, ""));
            let (head, code) = block
                .strip_prefix("><code class=\"language-")
                .and_then(|block| block.split_once("\" tabindex=\"0\">"))
                .unwrap_or((block, ""));
            let language = head.split(' ').next().unwrap_or_default();
            let problem = if !head.split(' ').any(|word| word == "hljs") {
                Some("is not a fence with a language; an indented block has none".to_owned())
            } else if ["rust", "ts", "rustc", "console"].contains(&language)
                && !code.contains("<span class=")
            {
                Some(format!("is {language} without color"))
            } else if code.contains("class=\"boring\"") != head.contains("hide-boring") {
                Some("hides lines that show without JavaScript".to_owned())
            } else {
                class
                    .captures_iter(code)
                    .map(|it| it[1].to_owned())
                    // These two are of lines, and styled in listings.css.
                    .find(|it| {
                        !["boring", "mark-line"].contains(&it.as_str())
                            && !styled.contains(it.as_str())
                    })
                    .map(|it| format!("has the class {it}, not in theme/css/highlight.css"))
            };
            if let Some(problem) = problem {
                let start: String = block.chars().take(80).collect();
                problems.push(format!("{name}: this block {problem}: <pre{start}"));
            }
        }
    }
    assert!(blocks > 50, "{blocks} blocks of code in the whole book");
    none(problems);
}

/// mdBook indexes the finished page, and puts a space where an element begins.
#[test]
fn search_finds_the_words_of_the_code() {
    let built = built();
    let index = std::fs::read_dir(&built.dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| slashed(path).contains("/searchindex-"))
        .expect("mdBook writes a search index");
    let script = std::fs::read_to_string(index).unwrap();
    let json = script
        .split_once("JSON.parse('")
        .and_then(|(_, rest)| rest.rsplit_once("'));"))
        .map(|(json, _)| json.replace("\\'", "'").replace("\\\\", "\\"))
        .expect("the form of mdBook 0.5's search index");
    let index: serde_json::Value = serde_json::from_str(&json).unwrap();
    let word = Regex::new(r"[\w$]+(?:(?:::|\.)[\w$]+)*").unwrap();
    let words = |text: &str| -> BTreeSet<String> {
        word.find_iter(text)
            .map(|it| it.as_str().to_owned())
            .collect()
    };
    let indexed: BTreeSet<String> = index["index"]["documentStore"]["docs"]
        .as_object()
        .expect("mdBook's index holds its documents")
        .values()
        .flat_map(|document| words(document["body"].as_str().unwrap_or_default()))
        .collect();
    let mut problems = Vec::new();
    for (name, page) in &built.html {
        for code in page.code.iter().filter(|_| name != "print.html") {
            for word in words(code).difference(&indexed) {
                problems.push(format!("{name}: the search index lacks {word}"));
            }
        }
    }
    none(problems);
}

/// A number in the prose comes from a run that the page shows, its paragraph
/// links to where it comes from, or a comment says so.
#[test]
fn every_number_is_shown_or_has_its_source() {
    let number = Regex::new(r"\b(?:\d{1,3}(?:,\d{3})+|\d{3,})\b").unwrap();
    let editions = ["2015", "2018", "2021", "2024"];
    let digits = |text: &str| text.replace([',', '_'], "");
    let (chapters, _) = pages::expanded().unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Vec::new();
    for page in sources() {
        let html = page.name().replace(".md", ".html");
        let code = code_blocks(chapters.get(&html).map_or("", String::as_str)).join("\n");
        let shown: BTreeSet<String> = number_runs(&digits(&code));
        // An exercise asks for programs that the page does not show.
        let exercise = page.text.find("\n## Exercise").unwrap_or(usize::MAX);
        let excuses = Excuses::of(page);
        for (offset, text, _) in page.prose().into_iter().filter(|it| it.0 < exercise) {
            for found in number.find_iter(&text) {
                let value = digits(found.as_str());
                let named = shown.contains(&value)
                    || editions.contains(&value.as_str())
                    || excuses.cover(page.line(offset), found.as_str(), &text[found.start()..]);
                if !named && !page.paragraph(offset).contains("](https://") {
                    problems.push(page.problem(
                        offset,
                        format!(
                            "states {}, which no listing or output of the page shows; show \
                             the run it comes from, link to its source in the paragraph, or say \
                             where it is from: <!-- number: {0}, REASON -->",
                            found.as_str()
                        ),
                    ));
                }
            }
        }
    }
    none(problems);
}

/// Time, memory and ratios come from the run, not from a keyboard.
#[test]
fn no_measured_number_is_typed() {
    let mut problems = Vec::new();
    for page in sources().iter().chain(&exercise_files()) {
        let (excused, found) = numbers::check(page);
        // What the tests of an exercise say is compared with what they say.
        let announced = |it: &Problem| {
            let line = it.line.and_then(|line| page.text.lines().nth(line - 1));
            line.is_some_and(|line| line.starts_with("As given, the tests say: "))
        };
        problems.extend(found.into_iter().filter(|it| !announced(it)));
        for it in excused {
            println!("typed: {}: {}: {}", it.place, it.number, it.reason);
        }
    }
    for question in LIBRARY.questions.values() {
        for (line, text) in question.words() {
            for (_, number) in numbers::measured(text) {
                let message = format!("\"{number}\" is typed; a question needs no measurements");
                problems.push(Problem::at_line(&question.file, line, message));
            }
        }
    }
    none(problems);
}

/// A price in bulk says so on the page that quotes it: one that is started or
/// sent alone may cost less, or more.
#[test]
fn a_price_in_bulk_is_called_one() {
    let mut problems = Vec::new();
    for page in sources() {
        let said = ["in bulk", "share of the"]
            .iter()
            .any(|words| page.text.to_lowercase().contains(words));
        let quoted = scanner().directives(&page.text).into_iter().find(|it| {
            let name = it.inner.filter(|_| it.name == "measured");
            name.is_some_and(|name| book_content::measurements::in_bulk(name.trim()))
        });
        if let (false, Some(it)) = (said, quoted) {
            problems.push(page.problem(
                it.range.start,
                "quotes each one's share of a time or a memory that many took together; say \"in \
                 bulk\", or \"share of the time\", in the text",
            ));
        }
    }
    none(problems);
}

/// Every run of digits in a text.
fn number_runs(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A glossary entry: its anchor and the forms that count as its use.
struct Term {
    anchor: String,
    forms: Regex,
    line: usize,
}

/// `## Data race` followed by `<!-- forms: data race, data races -->`.
fn glossary() -> (Vec<Term>, Vec<Problem>) {
    let page = sources()
        .iter()
        .find(|page| page.name() == GLOSSARY)
        .unwrap();
    let mut terms = Vec::new();
    let mut problems = Vec::new();
    let lines: Vec<&str> = page.text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(heading) = line.strip_prefix("## ") else {
            continue;
        };
        let forms = lines
            .get(index + 1)
            .and_then(|line| line.trim().strip_prefix("<!-- forms:"))
            .and_then(|line| line.strip_suffix("-->"));
        let Some(forms) = forms else {
            problems.push(Problem::at_line(
                &page.file,
                index + 1,
                "a term needs its forms on the next line: <!-- forms: data race, data races -->",
            ));
            continue;
        };
        let forms: Vec<String> = forms
            .split(',')
            .map(|it| regex::escape(it.trim()))
            .collect();
        terms.push(Term {
            anchor: heading.trim().to_lowercase().replace(' ', "-"),
            forms: Regex::new(&format!(r"(?i)\b(?:{})\b", forms.join("|"))).unwrap(),
            line: index + 1,
        });
    }
    (terms, problems)
}

#[test]
fn the_first_use_of_a_term_links_to_the_glossary() {
    let (terms, mut problems) = glossary();
    let mut linked = BTreeSet::new();
    let skip = [GLOSSARY, "SUMMARY.md"];
    for page in sources()
        .iter()
        .filter(|page| !skip.contains(&page.name().as_str()))
    {
        let prose = page.prose();
        for term in &terms {
            let target = format!("{GLOSSARY}#{}", term.anchor);
            if prose
                .iter()
                .any(|(_, _, link)| link.as_deref() == Some(&target))
            {
                linked.insert(&term.anchor);
            }
            let first = prose
                .iter()
                .find_map(|(offset, text, link)| Some((offset, term.forms.find(text)?, link)));
            let Some((offset, found, link)) = first else {
                continue;
            };
            if link.as_deref() != Some(&target) {
                let found = found.as_str();
                problems.push(page.problem(
                    *offset,
                    format!("the first \"{found}\" of the page should be [{found}]({target})"),
                ));
            }
        }
    }
    for term in terms.iter().filter(|term| !linked.contains(&term.anchor)) {
        problems.push(Problem::at_line(
            Path::new("src").join(GLOSSARY),
            term.line,
            "no page links to this term; use it or remove it",
        ));
    }
    none(problems);
}

#[test]
fn every_error_code_is_shown_and_explained() {
    let code = Regex::new(r"\bE0\d{3}\b").unwrap();
    let index = sources()
        .iter()
        .find(|page| page.name() == ERROR_INDEX)
        .unwrap();
    let (chapters, _) = pages::expanded().unwrap_or_else(|error| panic!("{error}"));
    let mut problems = Vec::new();
    for page in sources() {
        let html = page.name().replace(".md", ".html");
        let shown: BTreeSet<&str> = chapters
            .get(&html)
            .into_iter()
            .flat_map(|text| text.lines().filter(|line| line.starts_with("error[")))
            .filter_map(|line| code.find(line))
            .map(|found| found.as_str())
            .collect();
        for (offset, text, _) in page.prose() {
            for found in code.find_iter(&text).map(|it| it.as_str()) {
                if !shown.contains(found) {
                    problems.push(page.problem(
                        offset,
                        format!("names {found}, but no listing of the page shows that error"),
                    ));
                }
            }
        }
    }
    let entries: BTreeMap<&str, usize> = index
        .text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            Some((
                line.strip_prefix("{{#listing ")?.split([' ', '}']).next()?,
                at,
            ))
        })
        .collect();
    for listing in LIBRARY
        .listings
        .values()
        .filter(|it| it.kind == Kind::CompileFail)
    {
        if !entries.contains_key(listing.id().as_str()) {
            problems.push(Problem::in_file(
                &index.file,
                format!(
                    "does not explain the diagnostic of {}; add a section with \
                     {{{{#listing {} show=message}}}}",
                    slashed(&listing.dir),
                    listing.id()
                ),
            ));
        }
        let known = index.text.as_str();
        for line in listing.error_lines() {
            if let Some(found) = code.find(line)
                && !known.contains(&format!("## {}", found.as_str()))
            {
                problems.push(Problem::in_file(
                    &index.file,
                    format!("has no section \"## {}: …\"", found.as_str()),
                ));
            }
        }
    }
    none(problems);
}
