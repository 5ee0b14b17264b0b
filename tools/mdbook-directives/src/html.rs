//! HTML that stands in a page of Markdown, from the templates in `templates/`.

use askama::Template;
use askama::filters::{Html, Safe, escape};

/// Renders a template as a block of a page.
///
/// Markdown ends a block of HTML at an empty line, and takes what is indented
/// after one for code. So this leaves out both, wherever a template has them,
/// and sets each fence apart, in which Markdown is meant.
pub fn block(template: &impl Template) -> String {
    let text = template.render().expect("writing to a string cannot fail");
    let mut block = String::with_capacity(text.len());
    let mut fence = None;
    for line in text.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) => {
                block.push_str(line);
                block.push('\n');
                if marks >= open && line.len() == marks {
                    fence = None;
                    block.push('\n');
                }
            }
            None if marks >= 3 => {
                fence = Some(marks);
                block.push('\n');
                block.push_str(line);
                block.push('\n');
            }
            None if line.trim().is_empty() => {}
            None => {
                block.push_str(line.trim_start());
                block.push('\n');
            }
        }
    }
    block
}

/// Renders a template that stands in running text.
pub fn inline(template: &impl Template) -> String {
    let text = template.render().expect("writing to a string cannot fail");
    text.trim().to_owned()
}

/// A fenced block, with as many back quotes as its text needs.
pub fn fence(info: &str, text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let marks = "`".repeat(3.max(longest + 1));
    format!("{marks}{info}\n{}\n{marks}\n", text.trim_end())
}

/// Text as it stands between tags and in attributes.
pub fn escaped(text: &str) -> String {
    let Ok(text) = escape(text, Html);
    text.to_string()
}

/// Text in which back quotes mark code.
pub fn with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let html = |(index, part): (usize, &&str)| match index % 2 == 1 && index < last {
        // An odd part stands between two quotes, unless the last has no partner.
        true => format!("<code>{}</code>", escaped(part)),
        false => escaped(part),
    };
    parts.iter().enumerate().map(html).collect()
}

/// What the templates call by name.
pub mod filters {
    use super::{Safe, escaped, with_code};

    /// `{{ text|code }}`: text in which back quotes mark code.
    #[askama::filter_fn]
    pub fn code(text: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Safe<String>> {
        Ok(Safe(with_code(text.as_ref())))
    }

    /// `{{ text|one_line }}`: text of several lines in an attribute.
    #[askama::filter_fn]
    pub fn one_line(text: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Safe<String>> {
        Ok(Safe(escaped(text.as_ref()).replace('\n', "&#10;")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(
        source = "<p>\n\n  <b>{{ text|code }}</b>\n{{ code|safe }}  </p>\n",
        ext = "html"
    )]
    struct Sample {
        text: &'static str,
        code: String,
    }

    #[test]
    fn no_line_of_a_block_is_empty_but_around_and_in_a_fence() {
        let sample = Sample {
            text: "`a < b` & c`",
            code: fence("text", "  x\n\n```\n"),
        };
        assert_eq!(
            block(&sample),
            "<p>\n<b><code>a &#60; b</code> &#38; c</b>\n\n````text\n  x\n\n```\n````\n\n</p>\n"
        );
    }

    #[test]
    fn a_fence_is_longer_than_any_in_its_text() {
        assert_eq!(fence("text", "a ``` b"), "````text\na ``` b\n````\n");
    }
}
