//! What the tests read in the Markdown of the pages.

use crate::root;
use mdbook_listings::problem::Problem;
use mdbook_listings::scan;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A fence that nothing tests, and the reason its author gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untested {
    /// `file:line` of the fence.
    pub place: String,
    /// The reason.
    pub reason: String,
}

/// A link or image of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// A page as its author wrote it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file, relative to the book's root.
    pub file: PathBuf,
    /// The text.
    pub text: String,
}

impl Page {
    /// The line of an offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + self.text[..offset].matches('\n').count()
    }

    /// A problem at an offset.
    pub fn problem(&self, offset: usize, message: impl Into<String>) -> Problem {
        Problem::at_line(&self.file, self.line(offset), message)
    }

    /// The file's name, as links spell it.
    pub fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn events(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        parser(&self.text).into_offset_iter()
    }

    /// All links and images.
    pub fn links(&self) -> Vec<Link> {
        self.events()
            .filter_map(|(event, range)| match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    Some(Link {
                        target: dest_url.into_string(),
                        line: self.line(range.start),
                        range,
                    })
                }
                _ => None,
            })
            .collect()
    }

    /// The running text: every stretch outside headings and code, with its
    /// offset and the target of the link it stands in. Directives are written
    /// over: what they say is not the author's.
    pub fn prose(&self) -> Vec<(usize, String, Option<String>)> {
        let mut stretches = Vec::new();
        let (mut heading, mut code) = (false, false);
        let mut link: Option<String> = None;
        let source = scan::masked(&self.text, 'x');
        for (event, range) in parser(&source).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = true,
                Event::End(TagEnd::Heading(_)) => heading = false,
                Event::Start(Tag::CodeBlock(_)) => code = true,
                Event::End(TagEnd::CodeBlock) => code = false,
                Event::Start(Tag::Link { dest_url, .. }) => link = Some(dest_url.into_string()),
                Event::End(TagEnd::Link) => link = None,
                Event::Text(text) if !heading && !code => {
                    stretches.push((range.start, text.into_string(), link.clone()));
                }
                _ => {}
            }
        }
        stretches
    }

    /// The paragraph or table around an offset: the text between empty lines.
    pub fn paragraph(&self, offset: usize) -> &str {
        let start = self.text[..offset].rfind("\n\n").map_or(0, |at| at + 2);
        let end = self.text[offset..]
            .find("\n\n")
            .map_or(self.text.len(), |at| offset + at);
        &self.text[start..end]
    }

    /// The first-level headings and their offsets.
    pub fn titles(&self) -> Vec<usize> {
        self.events()
            .filter(|(event, _)| {
                matches!(
                    event,
                    Event::Start(Tag::Heading {
                        level: HeadingLevel::H1,
                        ..
                    })
                )
            })
            .map(|(_, range)| range.start)
            .collect()
    }

    /// Checks the fences: Rust is for skeptic, anything else and anything that
    /// skeptic is told not to run needs the line
    /// `<!-- untested: reason -->` above it.
    pub fn fences(&self) -> (Vec<Untested>, Vec<Problem>) {
        let mut untested = Vec::new();
        let mut problems = Vec::new();
        for (event, range) in self.events() {
            let Event::Start(Tag::CodeBlock(kind)) = event else {
                continue;
            };
            let info = match &kind {
                CodeBlockKind::Fenced(info) => info.as_ref(),
                CodeBlockKind::Indented => "",
            };
            let mut words = info.split([',', ' ']).map(str::trim);
            let language = words.next().unwrap_or_default();
            let excused: Vec<&str> = words
                .filter(|it| ["ignore", "no_run"].contains(it))
                .collect();
            if language == "rust" && excused.is_empty() {
                continue;
            }
            if ["ts", "typescript", "js", "javascript"].contains(&language) {
                problems.push(self.problem(
                    range.start,
                    "TypeScript on a page is always a listing: put it below listings/ and show \
                     it with {{#listing chapter/name}}",
                ));
                continue;
            }
            match self.reason_above(range.start) {
                Some(reason) => untested.push(Untested {
                    place: format!("{}:{}", self.file.display(), self.line(range.start)),
                    reason: reason.to_owned(),
                }),
                None => problems.push(self.problem(
                    range.start,
                    format!(
                        "nothing tests this block (```{info}); make it a listing, or write \
                         `<!-- untested: reason -->` on the line above"
                    ),
                )),
            }
        }
        (untested, problems)
    }

    fn reason_above(&self, offset: usize) -> Option<&str> {
        let above = self.text[..offset].trim_end().lines().last()?;
        let reason = above.trim().strip_prefix("<!-- untested:")?;
        Some(reason.strip_suffix("-->")?.trim()).filter(|it| !it.is_empty())
    }
}

/// A parser with the extensions that mdBook turns on and that matter here.
pub fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES,
    )
}

/// The code of every block of a page that mdBook renders: a Rust block with
/// the marks of hidden lines taken off, as mdBook does.
pub fn code_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut current: Option<(bool, String)> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let rust = matches!(&kind, CodeBlockKind::Fenced(info) if info.starts_with("rust"));
                current = Some((rust, String::new()));
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut current {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((rust, code)) = current.take() else {
                    continue;
                };
                blocks.push(if rust { without_marks(&code) } else { code });
            }
            _ => {}
        }
    }
    blocks
}

fn without_marks(code: &str) -> String {
    let lines: Vec<&str> = code
        .lines()
        .map(|line| match line {
            "#" => "",
            _ => line.strip_prefix("# ").unwrap_or(line),
        })
        .collect();
    lines.join("\n")
}

/// Every Markdown page below `src/`, by name.
///
/// # Errors
///
/// The first page that cannot be read or is not UTF-8.
pub fn pages() -> Result<Vec<Page>, Problem> {
    let root = root();
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = mdbook_listings::problem::read_text(&root, &file)?;
            let file = file.strip_prefix(&root).unwrap_or(&file).to_owned();
            Ok(Page { file, text })
        })
        .collect()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "md") {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page {
            file: "src/page.md".into(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_fence_is_tested_or_excused() {
        let (untested, problems) = page(
            "```rust\nlet x = 1;\n```\n\n<!-- untested: a shell -->\n```console\n$ ls\n```\n\n\
             ```text\nx\n```\n\n```ts\nlet x\n```\n\n```rust,ignore\nx\n```\n",
        )
        .fences();
        assert_eq!(untested.len(), 1);
        assert_eq!(untested[0].reason, "a shell");
        let lines: Vec<Option<usize>> = problems.iter().map(|it| it.line).collect();
        assert_eq!(lines, [Some(10), Some(14), Some(18)]);
    }

    #[test]
    fn prose_leaves_headings_and_code_out_and_keeps_links() {
        let found = page("# A lock\n\nOne `lock` and [a lock](glossary.md#lock).\n").prose();
        let texts: Vec<&str> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, ["One ", " and ", "a lock", "."]);
        assert_eq!(found[2].2.as_deref(), Some("glossary.md#lock"));
        // A directive in a line does not hide the rest of it.
        let found =
            page("{{#measured a/b}} is 1,200.\n\n{{#listing a/b caption=\"300\"}}\n").prose();
        let texts: Vec<&str> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts[0], "xxxxxxxxxxxxxxxxx is 1,200.");
        assert!(!texts[1].contains('0'), "{texts:?}");
    }

    #[test]
    fn hidden_marks_are_taken_off_rust_only() {
        let blocks = code_blocks("```rust\n# fn main() {\n#\nx\n# }\n```\n\n```toml\n# y\n```\n");
        assert_eq!(blocks, ["fn main() {\n\nx\n}", "# y\n"]);
    }
}
