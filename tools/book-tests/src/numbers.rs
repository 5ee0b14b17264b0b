//! Numbers that look measured, and whoever typed them into the prose.

use crate::markdown::{Page, parser};
use book_content::problem::Problem;
use mdbook_directives::figures::chart;
use mdbook_directives::scanner;
use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;
use std::sync::LazyLock;

/// A number that its author excused, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// `file:line` of the comment.
    pub place: String,
    /// The number, as the comment has it.
    pub number: String,
    /// Where it comes from.
    pub reason: String,
}

/// Words for numbers. Not `one`: "one second" is seldom a measurement.
const COUNT: &str = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a |one )?(?:dozen|hundred|thousand|million|billion))";

/// What follows `times` where it compares.
const THAN: &str = r"(?:as|more|less|fewer|faster|slower|quicker|longer|shorter|larger|bigger|smaller|higher|lower|cheaper|dearer|the (?:time|memory|cost|price|speed|size|work|space|throughput|latency))\b";

/// What is measured, after a share or a multiple of it.
const MEASURES: &str = r"(?:time|memory|costs?|prices?|speed|size|work|space|throughput|latency)";

/// Forms of numbers that look measured. None has a group that matters.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Time and memory. A short name only after digits: "two s" is no time.
        r"(?i)\b\d[\d,.]*\s?(?:ns|nsec|µs|μs|us|[µμu]sec|ms|msec|s|secs?|min|h|B|kB|KB|MB|GB|KiB|MiB|GiB)\b".to_owned(),
        format!(
            r"(?i)\b{COUNT}[\s-](?:(?:nano|micro|milli)?seconds?|minutes?|(?:kilo|mega|giga|kibi|mebi|gibi)?bytes?)\b"
        ),
        r"(?i)\b(?:an?|some|(?:a )?few|several|many|tens of|hundreds of|thousands of|fractions? of an?|half an?) (?:nano|micro|milli)seconds?\b".to_owned(),
        r"(?i)\bhalf an? (?:second|minute|hour|(?:kilo|mega|giga|kibi|mebi|gibi)byte)\b".to_owned(),
        // Shares.
        format!(r"(?i)\b(?:an?|one|two|three) (?:third|quarter|fifth|tenth|hundredth|thousandth)s? of the {MEASURES}\b"),
        format!(r"(?i)\b(?:doubles|doubled|triples|tripled|quadruples|quadrupled|halves|halved) (?:the|its|their) {MEASURES}\b"),
        r"\b\d[\d,.]*\s?%".to_owned(),
        format!(r"(?i)\b{COUNT} per ?cent\b"),
        // Ratios.
        r"\b\d[\d,.]*\s?×".to_owned(),
        r"(?i)\b\d[\d,.]*x\b".to_owned(),
        format!(r"(?i)\b{COUNT}[ -]?fold\b"),
        r"(?i)\b(?:a|by) factor of (?:an? )?(?:[\d.,]*\d|\w+)".to_owned(),
        r"(?i)\b(?:two|three|several|an?|\d+) orders? of magnitude\b".to_owned(),
        format!(r"(?i)\b{COUNT} times {THAN}"),
        format!(r"(?i)\b(?:twice|thrice|half) {THAN}"),
    ]
    .iter()
    .map(|it| Regex::new(it).expect("a constant expression"))
    .collect()
});

/// `3 times` where it may also count how often something happens.
static TIMES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\d[\d,.]* times\b").expect("a constant expression"));
/// Then it does.
static OFTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^,? (?:in a row|over|in turn|per|an?|each|every|and|to|until|before)\b")
        .expect("a constant expression")
});

/// The directive that shows a chart.
static CHART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\{\{#chart ([a-z-]+)").expect("a constant expression"));

/// The numbers of a text that look measured, with their offsets.
pub fn measured(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = FORMS
        .iter()
        .flat_map(|form| form.find_iter(text))
        .map(|it| (it.start(), it.as_str()))
        .filter(|(_, text)| !is_decade(text))
        .collect();
    let times = TIMES.find_iter(text);
    found.extend(
        times
            .filter(|it| !OFTEN.is_match(&text[it.end()..]))
            .map(|it| (it.start(), it.as_str())),
    );
    // Of two that overlap, such as `3 times` in `3 times as much`, the first
    // and longest.
    found.sort_by_key(|(at, text)| (*at, usize::MAX - text.len()));
    let mut end = 0;
    found.retain(|(at, text)| {
        let keeps = *at >= end;
        if keeps {
            end = at + text.len();
        }
        keeps
    });
    found
}

/// `1990s` is no time of a measurement.
fn is_decade(text: &str) -> bool {
    text.len() == 5 && text.ends_with("0s") && text.starts_with(['1', '2'])
}

/// Checks the prose of a page: what looks measured comes from a directive, or
/// a comment on its line or right above says where it comes from:
/// `<!-- number: 2 MiB, REASON -->`.
pub fn check(page: &Page) -> (Vec<Excused>, Vec<Problem>) {
    let excuses = Excuses::of(page);
    let mut problems = excuses.problems.clone();
    let mut used = vec![false; excuses.all.len()];
    for (text, offsets) in blocks(page) {
        for (at, number) in measured(&text) {
            if excuses.on_an_axis(&text[at..]) {
                continue;
            }
            let offset = source_offset(&offsets, at);
            match excuses.find(page.line(offset), number, &text[at..]) {
                Some(excuse) => used[excuse] = true,
                None => problems.push(page.problem(
                    offset,
                    format!(
                        "\"{number}\" is typed; take it from the run with {{{{#measured …}}}} or \
                         {{{{#claim …}}}}, or say where it comes from, on the line above or in \
                         the same line: <!-- number: {number}, REASON -->"
                    ),
                )),
            }
        }
        // An excuse may also be for a number that does not look measured.
        for (it, used) in excuses.all.iter().zip(&mut used) {
            *used |= text.match_indices(&it.number).any(|(at, _)| {
                let line = page.line(source_offset(&offsets, at));
                (excuses.top(line)..=line).contains(&it.line)
            });
        }
    }
    for it in scanner().directives(&page.text) {
        let caption = it.inner.and_then(|it| it.split_once("caption=\""));
        let caption = caption.and_then(|(_, rest)| rest.split('"').next());
        for (_, number) in measured(caption.unwrap_or_default()) {
            problems.push(page.problem(
                it.range.start,
                format!(
                    "the caption says \"{number}\"; say what the listing is, and the number in the \
                     text, with {{{{#measured …}}}}"
                ),
            ));
        }
    }
    let mut excused = Vec::new();
    for (it, used) in excuses.all.into_iter().zip(used) {
        if used {
            excused.push(Excused {
                place: format!("{}:{}", page.file.display(), it.line),
                number: it.number,
                reason: it.reason,
            });
        } else {
            problems.push(Problem::at_line(
                &page.file,
                it.line,
                format!(
                    "excuses \"{}\", which neither this line nor the next has; remove the comment",
                    it.number
                ),
            ));
        }
    }
    (excused, problems)
}

/// What tells where a number of a page comes from: comments, and the axes of
/// its charts.
#[derive(Debug)]
pub struct Excuses<'a> {
    lines: Vec<&'a str>,
    /// The sizes and shares on the axes of the charts that the page shows.
    axes: Vec<String>,
    all: Vec<Excuse>,
    problems: Vec<Problem>,
}

#[derive(Debug)]
struct Excuse {
    line: usize,
    number: String,
    reason: String,
}

const OPENS: &str = "<!-- number:";

impl<'a> Excuses<'a> {
    /// Those of a page.
    pub fn of(page: &'a Page) -> Self {
        let mut excuses = Self {
            lines: page.text.lines().collect(),
            axes: CHART
                .captures_iter(&page.text)
                .filter_map(|it| chart::named(&it[1]).ok())
                .flat_map(chart::Chart::parameters)
                .collect(),
            all: Vec::new(),
            problems: Vec::new(),
        };
        for (event, range) in parser(&page.text).into_offset_iter() {
            // Not in code, where one may be shown.
            if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
                continue;
            }
            let html = &page.text[range.clone()];
            for (at, _) in html.match_indices(OPENS) {
                let offset = range.start + at;
                let inner = &html[at + OPENS.len()..];
                let inner = inner.find("-->").map(|end| inner[..end].trim());
                match inner.and_then(|it| it.split_once(", ")) {
                    Some((number, reason)) if !number.is_empty() => excuses.all.push(Excuse {
                        line: page.line(offset),
                        number: number.trim().to_owned(),
                        reason: reason.trim().to_owned(),
                    }),
                    _ => excuses.problems.push(page.problem(
                        offset,
                        "an excuse has the number, a comma and the reason: \
                         <!-- number: 2 MiB, the default that std documents -->",
                    )),
                }
            }
        }
        excuses
    }

    /// Whether one of them is for `number`, with which `text` begins, on a
    /// line.
    pub fn cover(&self, line: usize, number: &str, text: &str) -> bool {
        self.on_an_axis(text) || self.find(line, number, text).is_some()
    }

    /// Whether the text begins with a size or share at which a chart of the
    /// page measures.
    fn on_an_axis(&self, text: &str) -> bool {
        self.axes.iter().any(|it| starts_with(text, it))
    }

    fn find(&self, line: usize, number: &str, text: &str) -> Option<usize> {
        let top = self.top(line);
        self.all.iter().position(|it| {
            let has_unit =
                |text: &str| text.contains(|c: char| c.is_alphabetic() || "%×".contains(c));
            (top..=line).contains(&it.line)
                && (same(&it.number, number)
                    // `ten times` of `ten times faster`, but not 2 of `2 MiB`.
                    || has_unit(&it.number) && starts_with(number, &it.number)
                    || it.number.len() > number.len() && starts_with(text, &it.number))
        })
    }

    /// The first of the comments that stand together above a line, or itself.
    fn top(&self, line: usize) -> usize {
        let is_comment =
            |line: &str| line.trim().starts_with(OPENS) && line.trim().ends_with("-->");
        let mut top = line;
        while top > 1 && is_comment(self.lines[top - 2]) {
            top -= 1;
        }
        top
    }
}

/// The same words, whatever is between them.
fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    words(a) == words(b)
}

/// Whether the text begins with a number, and the number ends there.
fn starts_with(text: &str, number: &str) -> bool {
    text.to_lowercase()
        .strip_prefix(&number.to_lowercase())
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Offsets in a text, each with the offset in the source that it stands for.
type Offsets = Vec<(usize, usize)>;

/// The text of each paragraph, heading, item or cell, without code and
/// directives.
fn blocks(page: &Page) -> Vec<(String, Offsets)> {
    let source = scanner().masked(&page.text, 'x');
    let mut all: Vec<(String, Offsets)> = vec![Default::default()];
    let mut in_code = false;
    for (event, range) in parser(&source).into_offset_iter() {
        let (text, offsets) = all.last_mut().expect("never empty");
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(piece) if !in_code => {
                offsets.push((text.len(), range.start));
                text.push_str(&piece);
            }
            Event::Code(code) => {
                offsets.push((text.len(), range.start));
                match measured(&code)[..] {
                    // Nothing but a measurement, dressed as code.
                    [(0, number)] if number.len() == code.len() => text.push_str(&code),
                    // A sign that is no part of a number, nor of a word.
                    _ => text.push('`'),
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                offsets.push((text.len(), range.start));
                text.push(' ');
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::BlockQuote(_),
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::BlockQuote(_),
            ) => all.push(Default::default()),
            _ => {}
        }
    }
    all.retain(|(text, _)| !text.is_empty());
    all
}

fn source_offset(offsets: &Offsets, at: usize) -> usize {
    let piece = offsets.iter().rfind(|(start, _)| *start <= at);
    let (start, source) = piece.copied().unwrap_or_default();
    source + at - start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page {
            file: "src/x.md".into(),
            text: text.to_owned(),
        }
    }

    fn problems(text: &str) -> Vec<String> {
        let (_, problems) = check(&page(text));
        problems.iter().map(Problem::to_string).collect()
    }

    #[test]
    fn what_looks_measured_is_found() {
        for (text, found) in [
            ("It takes 12 ms.", "12 ms"),
            ("It takes 12ms.", "12ms"),
            ("About 9.8 µs each", "9.8 µs"),
            ("It has 2 MiB of stack", "2 MiB"),
            ("It has 1,200 bytes", "1,200 bytes"),
            ("some ten milliseconds later", "ten milliseconds"),
            ("it costs a microsecond", "a microsecond"),
            ("hundreds of nanoseconds", "hundreds of nanoseconds"),
            ("40 % of the time", "40 %"),
            ("40% of the time", "40%"),
            ("forty percent", "forty percent"),
            ("It is 3 times slower", "3 times slower"),
            ("cost: 3 times", "3 times"),
            ("ten times faster", "ten times faster"),
            ("over twice as many", "twice as"),
            ("half the memory", "half the memory"),
            ("a hundred times the cost", "a hundred times the cost"),
            ("3× the memory", "3×"),
            ("it is 2x faster", "2x"),
            ("a tenfold gain, a ten-fold gain", "tenfold|ten-fold"),
            ("slower by a factor of five", "a factor of five"),
            ("a factor of a thousand.", "a factor of a thousand"),
            ("a factor of 2.5.", "a factor of 2.5"),
            ("two orders of magnitude", "two orders of magnitude"),
            ("a 30 s limit and 40 MB", "30 s|40 MB"),
            ("half a second later", "half a second"),
            ("It doubles the throughput", "doubles the throughput"),
            ("a third of the time", "a third of the time"),
            ("within 47 µsec or 3 msec", "47 µsec|3 msec"),
        ] {
            let all: Vec<&str> = measured(text).into_iter().map(|it| it.1).collect();
            assert_eq!(all.join("|"), found, "{text}");
        }
    }

    #[test]
    fn what_only_counts_is_left_alone() {
        for text in [
            "three times in a row",
            "It ran 3 times in a row",
            "4 times a day",
            "checked twice, sold twice",
            "called ten times by the loop",
            "wait a second, take a minute",
            "a second channel, the second thread",
            "one second later",
            "half of them, half a page",
            "2 threads, 3 messages, 10,000 tasks",
            "in 1990s style, the 2 sides",
            "a million sales",
            "several times",
            "E0382 and 0x10",
        ] {
            assert_eq!(measured(text), [], "{text}");
        }
    }

    #[test]
    fn a_typed_number_needs_a_reason_or_a_run() {
        assert_eq!(
            problems("# T\n\nA stack of 2 MiB.\n"),
            [
                "src/x.md:3: \"2 MiB\" is typed; take it from the run with {{#measured …}} or \
              {{#claim …}}, or say where it comes from, on the line above or in the same line: \
              <!-- number: 2 MiB, REASON -->"
            ]
        );
        for text in [
            "<!-- number: 2 MiB, std's default -->\nA stack of [2 MiB](x).\n",
            "A stack of *2 MiB*. <!-- number: 2 MiB, std's default -->\n",
            "| a |\n|---|\n| 2 MiB <!-- number: 2 MiB, the default --> |\n",
            "<!-- number: 2 MiB, a -->\n<!-- number: 1,200 times, b -->\n2 MiB, 1,200 times\n",
            "<!-- number: twice as many, counted above -->\nover twice as many\n",
            "<!-- number: twice, counted above -->\nover twice as many\n",
            "{{#claim a/b > 2 MiB}} and {{#measured a/b}}.\n",
            "{{#claim a/b / a/c > 3 \"three times the cost\"}} is it.\n",
            "```text\n2 MiB\n```\n",
            "{{#listing a/b caption=\"Two of three\"}}\n",
            "`sleep(2 ms)` and `2 threads`\n",
        ] {
            assert_eq!(problems(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_number_in_code_or_in_a_caption_is_typed_as_well() {
        let text = problems("It takes `47 µs`.\n").concat();
        assert!(text.starts_with("src/x.md:1: \"47 µs\" is typed"), "{text}");
        let text = problems("x\n\n{{#listing a/b caption=\"Done within 47 µs\"}}\n").concat();
        assert!(
            text.starts_with("src/x.md:3: the caption says \"47 µs\""),
            "{text}"
        );
    }

    #[test]
    fn an_excuse_is_for_one_number_and_has_a_reason() {
        for (text, lines) in [
            ("<!-- number: 2 MiB -->\nIt is 2 MiB.\n", vec![1, 2]),
            ("<!-- number: 2 MiB, -->\nIt is 2 MiB.\n", vec![1, 2]),
            ("<!-- number: 3 MiB, x -->\nIt is 2 MiB.\n", vec![2, 1]),
            ("<!-- number: 2 M, x -->\nIt is 2 MiB.\n", vec![2]),
            ("<!-- number: 2, x -->\nIt is 2 MiB.\n", vec![2]),
            ("<!-- number: 2 MiB, x -->\n\nIt is 2 MiB.\n", vec![3, 1]),
            ("<!-- number: 2 MiB, x -->\nIt is.\n", vec![1]),
            ("A heading\nof two lines: 5 ms\n", vec![2]),
            ("# It takes 5 ms\n", vec![1]),
            ("`<!-- number: 5 ms, x -->`: 5 ms\n", vec![1]),
        ] {
            let (_, found) = check(&page(text));
            let found: Vec<usize> = found.iter().filter_map(|it| it.line).collect();
            assert_eq!(found, lines, "{text}");
        }
        // One that does not look measured can have its reason, too.
        let text = "<!-- number: 10,000, as many as the group starts -->\n10,000 tasks\n";
        let (it, found) = check(&page(text));
        assert_eq!((it.len(), found.len()), (1, 0));
        let here = page(text);
        let excuses = Excuses::of(&here);
        assert!(excuses.cover(2, "10,000", "10,000 tasks"));
        assert!(!excuses.cover(2, "10", "10 tasks"));
        assert!(!excuses.cover(3, "10,000", "10,000 tasks"));
        let (excused, _) = check(&page("x\n\n<!-- number: 2 ms, so it is -->\n2 ms\n"));
        let number = "2 ms".to_owned();
        let reason = "so it is".to_owned();
        let place = "src/x.md:3".to_owned();
        assert_eq!(
            excused,
            [Excused {
                place,
                number,
                reason
            }]
        );
    }
}
