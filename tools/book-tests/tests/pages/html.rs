//! The built HTML shows what was tested, as the scripts and the style sheets
//! expect it.

use super::*;

#[test]
fn the_book_builds_without_a_complaint() {
    let complaints = &built().complaints;
    assert!(complaints.is_empty(), "mdBook complains:\n{complaints}");
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
