//! Code in color, before it reaches the reader: every fence of an expanded
//! page becomes the mark-up that mdBook's book.js expects of a block that
//! highlight.js has been at. Nothing highlights in the browser.

mod grammar;
mod terminal;

use crate::figures::listing::DIAGNOSTIC;
use crate::html::escaped;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// A stretch of text and its class in `theme/css/highlight.css`, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece<'a> {
    class: Option<&'static str>,
    text: &'a str,
}

/// Replaces each fence of a page by HTML. Everything else stays as it is, byte
/// by byte.
pub fn page(markdown: &str) -> String {
    let mut html = String::with_capacity(2 * markdown.len());
    let mut copied = 0;
    for (range, info, text) in fences(markdown) {
        html += &markdown[copied..range.start];
        // On one line, whatever list or quotation it stands in: an HTML block
        // would end at an empty line, and each line would need its marks.
        html += &block(&info, &text).replace('\n', "&#10;");
        if markdown[range.clone()].ends_with('\n') {
            html.push('\n');
        }
        copied = range.end;
    }
    html + &markdown[copied..]
}

/// Each fence, with the words after its back quotes and its text.
fn fences(markdown: &str) -> Vec<(Range<usize>, String, String)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let mut found = Vec::new();
    let mut current = None;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                current = Some((range, info.into_string(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, _, code)) = &mut current {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(current.take()),
            _ => {}
        }
    }
    found
}

/// One block of code. `info` is what stands after the back quotes: the
/// language, then words that become classes.
pub fn block(info: &str, text: &str) -> String {
    let mut words = info.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let language = words.next().unwrap_or("text");
    let text = text.replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    // Only Rust has hidden lines, as in mdBook.
    let (text, hidden) = if language == "rust" {
        without_marks(text)
    } else {
        (text.to_owned(), Vec::new())
    };
    let pieces = match language {
        "rust" => grammar::rust(&text),
        "ts" | "typescript" | "js" | "javascript" => grammar::typescript(&text),
        "toml" => grammar::toml(&text),
        "console" => terminal::session(&text),
        "sh" | "bash" | "shell" => terminal::script(&text),
        DIAGNOSTIC => terminal::diagnostic(&text),
        _ => vec![Piece {
            class: None,
            text: &text,
        }],
    };
    let mut classes = format!("language-{}", escaped(language));
    let mut marked: Vec<usize> = Vec::new();
    for word in words {
        if let Some(numbers) = word.strip_prefix("mark-") {
            marked.extend(numbers.split('-').filter_map(|it| it.parse::<usize>().ok()));
        } else {
            let _ = write!(classes, " {}", escaped(word));
        }
    }
    classes += " hljs";
    if hidden.contains(&true) {
        // book.js adds it too, together with the button that takes it away.
        classes += " hide-boring";
    }
    // Code may be wider than its box, and a keyboard has to reach what scrolls.
    format!(
        "<pre><code class=\"{classes}\" tabindex=\"0\">{}</code></pre>",
        marked_up(&pieces, &hidden, &marked)
    )
}

/// The text without the marks of hidden lines, and which lines are hidden, by
/// mdBook's rules: `# ` hides, `##` stands for one `#`.
fn without_marks(text: &str) -> (String, Vec<bool>) {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(\s*)#(.?)(.*)$").expect("a constant pattern"));
    let (mut lines, mut hidden) = (Vec::new(), Vec::new());
    for line in text.split('\n') {
        let (shown, hides) = match MARK.captures(line) {
            Some(it) if &it[2] == "#" => (format!("{}#{}", &it[1], &it[3]), false),
            Some(it) if matches!(&it[2], "" | " ") => (format!("{}{}", &it[1], &it[3]), true),
            _ => (line.to_owned(), false),
        };
        lines.push(shown);
        hidden.push(hides);
    }
    (lines.join("\n"), hidden)
}

/// The pieces as HTML, each line for itself: an element never spans two, so
/// that a line can be hidden, or stressed: those with the numbers `marked`,
/// counted from 1.
fn marked_up(pieces: &[Piece<'_>], hidden: &[bool], marked: &[usize]) -> String {
    let mut lines: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
    for piece in pieces {
        for (index, text) in piece.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Piece { text, ..*piece });
            }
        }
    }
    let mut html = String::new();
    let last = lines.len() - 1;
    for (index, line) in lines.iter().enumerate() {
        let newline = if index < last { "\n" } else { "" };
        let line = line_html(line) + newline;
        if hidden.get(index) == Some(&true) {
            let _ = write!(html, "<span class=\"boring\">{line}</span>");
        } else if marked.contains(&(index + 1)) {
            let _ = write!(html, "<span class=\"mark-line\">{line}</span>");
        } else {
            html += &line;
        }
    }
    if hidden.is_empty() || html.contains('<') || !html.contains('#') {
        return html;
    }
    // mdBook would look for marks again in Rust that is one text.
    format!("<span>{html}</span>")
}

/// One line. mdBook's search index puts a space where an element begins: so
/// none may begin within a word such as `Arc::new` or `Promise.all`. Those of
/// its later parts begin before the first, around it.
fn line_html(pieces: &[Piece<'_>]) -> String {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\w$]+(?:(?:::|\??\.)[\w$]+)*").expect("a constant pattern"));
    let text: String = pieces.iter().map(|piece| piece.text).collect();
    let mut bounds: Vec<(usize, Option<&'static str>)> = Vec::new();
    let mut at = 0;
    for piece in pieces {
        if bounds.last().is_none_or(|(_, class)| *class != piece.class) {
            bounds.push((at, piece.class));
        }
        at += piece.text.len();
    }
    // The parts of a stretch of the text, each of one class.
    let parts = |range: Range<usize>| -> Vec<Piece<'_>> {
        let ends = bounds.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
        bounds
            .iter()
            .zip(ends)
            .map(|((start, class), end)| (*start.max(&range.start)..end.min(range.end), *class))
            .filter(|(range, _)| range.start < range.end)
            .map(|(range, class)| Piece {
                class,
                text: &text[range],
            })
            .collect()
    };
    let mut html = String::new();
    let mut copied = 0;
    for word in WORD.find_iter(&text) {
        let mut inner = parts(word.range());
        // A `::` or `.` joins what follows, which saves an element.
        for index in 1..inner.len() {
            if inner[index - 1].text.chars().all(|c| ":.?".contains(c)) {
                inner[index - 1].class = inner[index].class;
            }
        }
        if inner.len() < 2 {
            continue;
        }
        // What begins before the word and reaches into it ends here.
        for part in parts(copied..word.start()) {
            html += &nested(&[part], None);
        }
        html += &nested(&inner, None);
        copied = word.end();
    }
    for part in parts(copied..text.len()) {
        html += &nested(&[part], None);
    }
    html
}

/// Parts of a word within an element of the class `around`: all elements begin
/// where the word does.
fn nested(parts: &[Piece<'_>], around: Option<&'static str>) -> String {
    let Some((last, before)) = parts.split_last() else {
        return String::new();
    };
    if last.class == around {
        return nested(before, around) + &escaped(last.text);
    }
    let class = last.class.unwrap_or("id");
    let inner = nested(before, last.class) + &escaped(last.text);
    format!("<span class=\"{class}\">{inner}</span>")
}

#[cfg(test)]
mod tests;
