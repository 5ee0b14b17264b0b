//! What the tests read in the Markdown of the pages.

use crate::root;
use book_content::problem::{Problem, did_you_mean, slashed};
use mdbook_directives::scanner;
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

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
        let source = scanner().masked(&self.text, 'x');
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

    /// The headings: offset, and the anchor that is asked for or that the words
    /// give.
    pub fn headings(&self) -> Vec<(usize, String)> {
        let mut headings = Vec::new();
        let mut open: Option<(usize, Option<String>, String)> = None;
        for (event, range) in self.events() {
            match event {
                Event::Start(Tag::Heading { id, .. }) => {
                    open = Some((range.start, id.map(|it| it.into_string()), String::new()));
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some((_, _, words)) = &mut open {
                        words.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((offset, id, words)) = open.take() {
                        headings.push((offset, id.unwrap_or_else(|| slug(&words))));
                    }
                }
                _ => {}
            }
        }
        headings
    }

    /// Headings whose anchor another heading has: mdBook numbers the second,
    /// and a new section above would turn every link around.
    pub fn equal_headings(&self) -> Vec<Problem> {
        let mut seen: Vec<(String, usize)> = Vec::new();
        let mut problems = Vec::new();
        for (offset, id) in self.headings() {
            if let Some((_, first)) = seen.iter().find(|(it, _)| *it == id) {
                problems.push(self.problem(
                    offset,
                    format!(
                        "this heading's anchor, #{id}, is that of line {first}; give it other words"
                    ),
                ));
            }
            seen.push((id, self.line(offset)));
        }
        problems
    }

    /// Captions that call a program the same as another: nothing compares the
    /// two, and the first change to one of them makes the words wrong.
    pub fn captions_of_the_same(&self) -> Vec<Problem> {
        let same = regex::Regex::new(
            r"(?i)\b(?:same|identical|unchanged|unaltered) (?:[\w'-]+ ){0,2}(?:program|listing|page|code|source|example)s?\b|\b(?:program|listing|page|code|source|example)s?(?: [\w'-]+){0,2} (?:again|unchanged|unaltered|as before)\b",
        )
        .expect("a constant pattern");
        let mut problems = Vec::new();
        for it in scanner().directives(&self.text) {
            let caption = it.inner.and_then(|it| it.split_once("caption=\""));
            let caption = caption.and_then(|(_, rest)| rest.split('"').next());
            if let Some(found) = same.find(caption.unwrap_or_default()) {
                problems.push(self.problem(
                    it.range.start,
                    format!(
                        "the caption says \"{}\", and nothing compares the two; name what differs \
                         instead, as in \"With the guard dropped before the sum\"",
                        found.as_str()
                    ),
                ));
            }
        }
        problems
    }

    /// Links to files of the repository, and to headings in them, that lead
    /// nowhere.
    pub fn wrong_links_in_repository(&self) -> Vec<Problem> {
        let mut problems = self.undefined_links();
        for link in self.links() {
            let (path, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
            if path.contains(':') {
                continue;
            }
            let file = match path {
                "" => self.file.clone(),
                _ => plain(&self.file.parent().unwrap_or(Path::new("")).join(path)),
            };
            let message = if !root().join(&file).exists() {
                format!("leads to {}, which is not there", slashed(&file))
            } else if !anchor.is_empty() && file.extension().is_some_and(|it| it == "md") {
                let text = match file == self.file {
                    true => self.text.clone(),
                    false => std::fs::read_to_string(root().join(&file)).unwrap_or_default(),
                };
                let target = Self { file, text };
                let anchors: Vec<String> =
                    target.headings().into_iter().map(|(_, id)| id).collect();
                // A figure's, which the page gets when the book is built.
                let figure = ["chart-", "listing-", "question-", "exercise-", "schedules-"];
                if anchors.iter().any(|it| it == anchor)
                    || figure.iter().any(|it| anchor.starts_with(it))
                {
                    continue;
                }
                format!(
                    "{} has no heading #{anchor}{}",
                    slashed(&target.file),
                    did_you_mean(anchor, anchors.iter().map(String::as_str))
                )
            } else {
                continue;
            };
            problems.push(Problem::at_line(&self.file, link.line, message));
        }
        problems
    }

    /// `[text][name]` without a `[name]: …`, which stays on the page as text.
    pub fn undefined_links(&self) -> Vec<Problem> {
        let mut undefined = Vec::new();
        let mut note = |link: BrokenLink<'_>| {
            // `[0]` and the like are text.
            if link.link_type != LinkType::Shortcut {
                undefined.push((link.span.start, link.reference.to_string()));
            }
            None
        };
        Parser::new_with_broken_link_callback(&self.text, options(), Some(&mut note))
            .for_each(drop);
        undefined
            .into_iter()
            .map(|(offset, name)| {
                self.problem(
                    offset,
                    format!("[{name}] is not defined; write the link out: [text](target)"),
                )
            })
            .collect()
    }

    /// Whether the first paragraph below the title is all in italics: the
    /// page's description, on the page and for search engines.
    pub fn has_its_line(&self) -> bool {
        let mut events = self
            .events()
            .skip_while(|(it, _)| !matches!(it, Event::End(TagEnd::Heading(_))));
        events.next();
        let Some((Event::Start(Tag::Paragraph), paragraph)) = events.next() else {
            return false;
        };
        let end = self.text[..paragraph.end].trim_end().len();
        matches!(events.next(), Some((Event::Start(Tag::Emphasis), it)) if it.end == end)
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
            let mut words = info.split([',', ' ', '\t']).filter(|it| !it.is_empty());
            let language = words.next().unwrap_or_default();
            let words: Vec<&str> = words.collect();
            if let ("rust", Some(problem)) = (language, wrong_words(info, &words)) {
                problems.push(self.problem(range.start, problem));
                continue;
            }
            if language == "rust" && words.is_empty() {
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

/// What is wrong with the words after ```` ```rust ````. Two are for blocks that
/// nothing runs, with a reason above; nothing else is checked enough.
fn wrong_words(info: &str, words: &[&str]) -> Option<String> {
    if info.contains(char::is_whitespace) {
        // mdBook takes both, skeptic the comma only.
        return Some(format!(
            "the words of a fence are parted by commas, without spaces: write ```{}",
            info.split([',', ' ', '\t'])
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join(",")
        ));
    }
    let word = words.iter().find(|it| !["ignore", "no_run"].contains(it))?;
    Some(match *word {
        "should_panic" => "a block that does not compile counts as one that panics; make it a \
             listing, whose message and exit code are recorded"
            .to_owned(),
        "compile_fail" => {
            "nothing sees which error this is, or whether there is one; put it below \
             listings/CHAPTER/compile-fail, where the compiler's answer is recorded"
                .to_owned()
        }
        _ => format!(
            "\"{word}\" is no word of this book's fences; a Rust fence is ```rust and nothing else"
        ),
    })
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// A heading's text as its anchor spells it, by mdBook's rules.
fn slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            _ if c.is_whitespace() => Some('-'),
            _ if c.is_alphanumeric() || "_-".contains(c) => Some(c),
            _ => None,
        })
        .collect()
}

/// A parser with the extensions that mdBook turns on and that matter here.
pub fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, options())
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The code of every block of a page that mdBook renders: a Rust block with
/// the marks of hidden lines taken off, as mdBook does.
pub fn code_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut current: Option<(bool, String)> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let rust = matches!(&kind, CodeBlockKind::Fenced(info)
                    if info.split([',', ' ', '\t']).next() == Some("rust"));
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

/// By mdBook's rules, at any indentation: `# ` hides a line, `##` stands for one
/// `#`.
fn without_marks(code: &str) -> String {
    let lines: Vec<String> = code
        .lines()
        .map(|line| {
            let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
            match rest.strip_prefix('#') {
                Some("") => indent.to_owned(),
                Some(hidden) if hidden.starts_with(' ') => format!("{indent}{}", &hidden[1..]),
                Some(shown) if shown.starts_with('#') => format!("{indent}{shown}"),
                _ => line.to_owned(),
            }
        })
        .collect();
    lines.join("\n")
}

/// Every Markdown file of the repository outside `src/` and `listings/`.
///
/// # Errors
///
/// The first one that cannot be read or is not UTF-8.
pub fn documents() -> Result<Vec<Page>, Problem> {
    let root = root();
    let mut files = Vec::new();
    for folder in [".github", "exercises", "tools"] {
        collect(&root.join(folder), &mut files);
    }
    let top = std::fs::read_dir(&root).into_iter().flatten().flatten();
    files.extend(
        top.map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|it| it == "md")),
    );
    files.sort();
    read_all(&root, files)
}

fn read_all(root: &Path, files: Vec<PathBuf>) -> Result<Vec<Page>, Problem> {
    files
        .into_iter()
        .map(|file| {
            let text = book_content::files::read_text(root, &file)?;
            let file = file.strip_prefix(root).unwrap_or(&file).to_owned();
            Ok(Page { file, text })
        })
        .collect()
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
    read_all(&root, files)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "node_modules" && name != "target" {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "md") {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests;
