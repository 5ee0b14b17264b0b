//! What the pages consist of: every directive is right, every listing, question
//! and exercise is shown, every page is in the summary, every block is tested.

use super::*;

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
