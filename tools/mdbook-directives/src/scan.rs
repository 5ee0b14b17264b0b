//! Finds the directives of a page: what stands between braces, and where. This
//! module knows how a directive is written, and none by name.

use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;
use std::ops::Range;

/// A directive as it stands on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// From the first brace to the last; to the end of the line where it
    /// stands alone or is not closed.
    pub range: Range<usize>,
    /// The word after `{{#`.
    pub name: &'a str,
    /// What stands between the name and `}}`; none where that is missing, or
    /// where one that stands alone does not.
    pub inner: Option<&'a str>,
    /// Where it stands.
    pub position: Position,
}

/// What is around a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Running text, or a line of its own.
    Text,
    /// The words of a link, which cannot hold another.
    Link,
    /// A heading, whose anchor its words are.
    Heading,
}

/// The names of the directives that there are.
#[derive(Debug)]
pub struct Scanner {
    /// Those that stand in running text.
    inline: Vec<&'static str>,
    /// What was surely meant as a directive.
    slip: Regex,
}

impl Scanner {
    /// A scanner for directives with these names, each with whether it stands
    /// in running text.
    pub fn new(names: &[(&'static str, bool)]) -> Self {
        let all: Vec<&str> = names.iter().map(|it| it.0).collect();
        let all = all.join("|");
        let slip = format!(r"\{{\{{\s*#?\s*\w|\{{\s*#\s*(?:{all})(?:\s|\}})");
        Self {
            inline: names.iter().filter(|it| it.1).map(|it| it.0).collect(),
            slip: Regex::new(&slip).expect("names are words"),
        }
    }

    /// The directives of a page, in order. In code and in comments nothing is
    /// one.
    pub fn directives<'a>(&self, content: &'a str) -> Vec<Found<'a>> {
        self.scan(content).0
    }

    /// The offsets of what was surely meant as a directive, and is none:
    /// `{{ #listing a/b}}`, `{#chart x}}`, `{{question a/b}}`.
    pub fn slips(&self, content: &str) -> Vec<usize> {
        if !content.contains('{') {
            return Vec::new();
        }
        let (found, silent) = self.scan(content);
        self.slip
            .find_iter(content)
            .map(|it| it.start())
            .filter(|at| {
                !silent.iter().any(|it| it.contains(at))
                    && !found.iter().any(|it| it.range.contains(at))
            })
            .collect()
    }

    /// The directives, and where none can be: code and comments.
    fn scan<'a>(&self, content: &'a str) -> (Vec<Found<'a>>, Vec<Range<usize>>) {
        if !content.contains('{') {
            return (Vec::new(), Vec::new());
        }
        let (mut code, mut links, mut headings) = (Vec::new(), Vec::new(), Vec::new());
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        for (event, range) in Parser::new_ext(content, options).into_offset_iter() {
            match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => code.push(range),
                Event::Start(Tag::Link { .. }) => links.push(range),
                Event::Start(Tag::Heading { .. }) => headings.push(range),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    let html = &content[range.clone()];
                    for (at, _) in html.match_indices("<!--") {
                        let end = html[at..].find("-->").map_or(html.len(), |it| at + it);
                        code.push(range.start + at..range.start + end);
                    }
                }
                _ => {}
            }
        }
        let within = |ranges: &[Range<usize>], at| ranges.iter().any(|it| it.contains(&at));
        let mut found = Vec::new();
        let mut done = 0;
        for (start, _) in content.match_indices("{{#") {
            if start < done || within(&code, start) {
                continue;
            }
            let rest = &content[start..];
            let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
            let name = &line[3..];
            let name = &name[..name
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(name.len())];
            let mut it = Found {
                range: start..start + line.len(),
                name,
                inner: None,
                position: match () {
                    () if within(&headings, start) => Position::Heading,
                    () if within(&links, start) => Position::Link,
                    () => Position::Text,
                },
            };
            let inner_start = 3 + name.len();
            if self.inline.contains(&it.name) {
                if let Some(end) = line.find("}}") {
                    it.range.end = start + end + 2;
                    it.inner = line.get(inner_start..end);
                }
            } else if start == 0 || content[..start].ends_with('\n') {
                let inner = line[inner_start..].trim_end().strip_suffix("}}");
                it.inner = inner;
            }
            done = it.range.end;
            found.push(it);
        }
        (found, code)
    }

    /// The page with every directive written over, each byte by `with`: offsets
    /// stay what they are.
    pub fn masked(&self, content: &str, with: char) -> String {
        self.replaced(content, |range| with.to_string().repeat(range.len()))
    }

    /// The page without its directives.
    pub fn without(&self, content: &str) -> String {
        self.replaced(content, |_| String::new())
    }

    fn replaced(&self, content: &str, by: impl Fn(Range<usize>) -> String) -> String {
        let mut text = String::with_capacity(content.len());
        let mut copied = 0;
        for it in self.directives(content) {
            text.push_str(&content[copied..it.range.start]);
            text.push_str(&by(it.range.clone()));
            copied = it.range.end;
        }
        text + &content[copied..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanner() -> Scanner {
        Scanner::new(&[
            ("listing", false),
            ("chart", false),
            ("question", false),
            ("measured", true),
            ("claim", true),
        ])
    }

    #[test]
    fn finds_directives_of_both_kinds_and_none_in_code() {
        let text = "# T {{#measured a/b}}\n\n{{#listing a/b}}  \n\n`{{#claim x}}` {{#measured a / b}}, \
                    [{{#claim x > 2}}](y) {{#measured\n\n```text\n{{#chart x}}\n```\n  {{#chart y}}\n";
        let all = scanner().directives(text);
        let short: Vec<_> = all
            .iter()
            .map(|it| (it.name, it.inner.map(str::trim), it.position))
            .collect();
        assert_eq!(
            short,
            [
                ("measured", Some("a/b"), Position::Heading),
                ("listing", Some("a/b"), Position::Text),
                ("measured", Some("a / b"), Position::Text),
                ("claim", Some("x > 2"), Position::Link),
                ("measured", None, Position::Text),
                ("chart", None, Position::Text),
            ]
        );
        assert_eq!(&text[all[2].range.clone()], "{{#measured a / b}}");
    }

    #[test]
    fn in_a_comment_nothing_is_one() {
        let text = "<!--\n{{#listing a/b}}\n\n{{#listing a/c}}\n-->\n\n<!-- {{#chart x}} -->\n\nx \
                    <!-- {{#measured a}} --> {{#measured b}}\n\n<div>\n{{#listing a/d}}\n</div>\n";
        let inner: Vec<_> = scanner()
            .directives(text)
            .iter()
            .map(|it| it.inner)
            .collect();
        assert_eq!(inner, [Some(" b"), Some(" a/d")]);
        assert_eq!(scanner().slips(text), [0; 0]);
    }

    #[test]
    fn a_slip_of_the_fingers_is_found() {
        for (text, at) in [
            ("x\n\n{{ #listing a/b}}\n", 3),
            ("{#listing a/b}}\n", 0),
            ("{{listing a/b}}\n", 0),
            ("x {{measured a/b}}\n", 2),
            ("x { #claim a}\n", 2),
        ] {
            assert_eq!(scanner().slips(text), [at], "{text}");
        }
        for text in [
            "`{{ #listing a/b}}` and {{#measured a}}\n",
            "# T {#listing-a}\n\n{ x } and {#x}\n",
            "```text\n{{x}}\n```\n",
        ] {
            assert_eq!(scanner().slips(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn writes_over_them_or_leaves_them_out() {
        let text = "One {{#measured a}}, µ.\n\n{{#chart x}}\n\n`{{#chart x}}`\n";
        let masked = scanner().masked(text, 'x');
        assert_eq!(masked.len(), text.len());
        assert_eq!(
            masked,
            "One xxxxxxxxxxxxxxx, µ.\n\nxxxxxxxxxxxx\n\n`{{#chart x}}`\n"
        );
        assert_eq!(scanner().without(text), "One , µ.\n\n\n\n`{{#chart x}}`\n");
    }
}
