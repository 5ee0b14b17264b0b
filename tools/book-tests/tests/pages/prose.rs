//! What the prose says: numbers have their source, terms their entry in the
//! glossary, error codes their page.

use super::*;

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
