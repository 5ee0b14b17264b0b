//! `{{#chart ID}}`, `{{#measured EXPR}}` and `{{#claim EXPR > N}}`: what the
//! run measured, as a figure and in words.

use crate::expand::{Page, escape};
use crate::problem::{Problem, read_text, slashed};
use crate::scan::{Found, Place, directives};
use mdbook_preprocessor::book::Book;
use measurements::values::{Claim, Expression, fact};
use measurements::{CHARTS, COMMAND, Chart, Data, FILE};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The environment variable that names the data of a reader's own run.
pub const OWN: &str = "MEASURED";

/// The run that the pages quote, and where its charts are.
#[derive(Debug, Clone)]
pub struct Run {
    root: PathBuf,
    /// The data file, relative to the root where it is the book's own.
    file: PathBuf,
    /// Whether it is a reader's own run: then what no longer holds is no
    /// error.
    own: bool,
    data: OnceCell<Result<Data, Problem>>,
    /// By the chart's id: the page's file, and its address from the top.
    charts: BTreeMap<&'static str, (PathBuf, String)>,
}

/// What is wrong with a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The directive itself.
    Here(String),
    /// The data file, for every directive alike.
    Data(Problem),
}

/// What stands in place of a directive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The mark-up.
    pub html: String,
    /// What a reader's own run does not bear out.
    pub warning: Option<String>,
}

impl Run {
    /// The book's run below `root`, or the one in the file `own`. Nothing is
    /// read until a page asks for it.
    pub fn new(root: &Path, own: Option<&Path>) -> Self {
        Self {
            root: root.to_owned(),
            file: own.unwrap_or(Path::new(FILE)).to_owned(),
            own: own.is_some(),
            data: OnceCell::new(),
            charts: BTreeMap::new(),
        }
    }

    /// The same, knowing which page shows which chart.
    #[must_use]
    pub fn with_charts_of(mut self, book: &Book, source: &Path) -> Self {
        for chapter in book.chapters() {
            let (Some(file), Some(path)) = (&chapter.source_path, &chapter.path) else {
                continue;
            };
            for it in directives(&chapter.content) {
                let id = it.inner.unwrap_or_default().trim();
                if it.name == "chart"
                    && let Ok(chart) = Chart::named(id)
                {
                    let address = slashed(&path.with_extension("html"));
                    self.charts
                        .entry(chart.id)
                        .or_insert_with(|| (source.join(file), address));
                }
            }
        }
        self
    }

    /// A run that is in memory.
    #[cfg(test)]
    pub(crate) fn of(data: Data, own: bool, charts: &[(&'static str, &str)]) -> Self {
        let address = |file: &str| file.replace("src/", "").replace(".md", ".html");
        Self {
            data: OnceCell::from(Ok(data)),
            own,
            charts: charts
                .iter()
                .map(|(id, file)| (*id, (file.into(), address(file))))
                .collect(),
            ..Self::new(Path::new("nowhere"), None)
        }
    }

    fn data(&self) -> Result<&Data, Fault> {
        let read = || {
            let remedy = match self.own {
                true => format!("take another file, or make it anew: {COMMAND}"),
                false => format!("restore it with git, or make it anew: {COMMAND} -- --book"),
            };
            let file = self.root.join(&self.file);
            let text = match file.is_file() {
                true => read_text(&self.root, &file)?,
                false => {
                    let message = format!("is missing; {remedy}");
                    return Err(Problem::in_file(&self.file, message));
                }
            };
            Data::parse(&text).map_err(|(line, message)| Problem {
                file: self.file.clone(),
                line,
                message: format!("{message}; {remedy}"),
            })
        };
        match self.data.get_or_init(read) {
            Ok(data) => Ok(data),
            Err(problem) => Err(Fault::Data(problem.clone())),
        }
    }

    /// `message`, and where the run is that it is about: the line of the first
    /// of `names`, where it has them all.
    fn told<'a>(&self, message: &str, names: impl IntoIterator<Item = &'a String>) -> String {
        let text = std::fs::read_to_string(self.root.join(&self.file)).unwrap_or_default();
        let line = |name: &String| {
            let key = format!("\"{name}\":");
            text.lines()
                .position(|it| it.trim_start().starts_with(&key))
        };
        let lines: Option<Vec<usize>> = names.into_iter().map(line).collect();
        let line = lines.and_then(|lines| Some(format!(":{}", lines.first()? + 1)));
        let file = slashed(&self.file);
        format!("{message} (the run: {file}{})", line.unwrap_or_default())
    }

    /// The ids of the charts that no page shows, once one of them does.
    pub fn charts_nobody_shows(&self) -> Vec<&'static str> {
        let all = CHARTS.iter().map(|it| it.id);
        match self.charts.is_empty() {
            true => Vec::new(),
            false => all.filter(|id| !self.charts.contains_key(id)).collect(),
        }
    }

    /// The link to the chart that shows one of `names`, as seen from `page`.
    fn chart_of<'a>(
        &self,
        names: impl IntoIterator<Item = &'a String>,
        page: Page<'_>,
    ) -> Option<String> {
        let mut ids = names
            .into_iter()
            .flat_map(|name| Chart::of(name))
            .map(|it| it.id);
        let (id, (file, address)) = ids.find_map(|id| Some((id, self.charts.get(id)?)))?;
        let address = match file == page.file {
            true => String::new(),
            false => format!("{}{address}", page.top),
        };
        Some(format!("{address}#chart-{id}"))
    }
}

/// The figure of a `{{#chart ID}}`, and its anchor.
pub fn chart(inner: &str, page: Page<'_>, number: &str) -> Result<(String, Shown), Fault> {
    let chart = Chart::named(inner.trim()).map_err(Fault::Here)?;
    let run = page.run;
    if let Some((file, _)) = run.charts.get(chart.id)
        && file != page.file
    {
        return Err(Fault::Here(format!(
            "the chart {} stands on {} already; link to it: #chart-{0}",
            chart.id,
            slashed(file)
        )));
    }
    let drawn = chart.figure(run.data()?, Some(number));
    let shown = match drawn.map_err(|message| run.told(&message, &[])) {
        Ok(html) => Shown {
            html,
            warning: None,
        },
        Err(message) if run.own => Shown {
            html: chart.without_drawing(Some(number), "This run has no measurements for it."),
            warning: Some(for_own(&message)),
        },
        Err(message) => return Err(Fault::Here(message)),
    };
    Ok((format!("chart-{}", chart.id), shown))
}

/// The words of a `{{#measured EXPR}}` or `{{#claim EXPR > N}}`.
pub fn words(found: &Found<'_>, page: Page<'_>) -> Result<Shown, Fault> {
    let here = |message: String| Fault::Here(message);
    let Some(inner) = found.inner else {
        return Err(here(format!(
            "{{{{#{}}}}} lacks its }}}} on the same line",
            found.name
        )));
    };
    if found.place == Place::Heading {
        return Err(here(
            "a heading's words are its anchor, which must not change with a measurement; \
             say it in the text below"
                .into(),
        ));
    }
    let run = page.run;
    let data = run.data()?;
    if found.name == "measured"
        && let Some(text) = fact(inner.trim(), data)
    {
        let html = format!("<span class=\"measured fact\">{}</span>", escape(&text));
        return Ok(Shown {
            html,
            warning: None,
        });
    }
    let told =
        |of: &Expression, message: String| run.told(&message, [&of.name].into_iter().chain(&of.by));
    let unmeasured = |message: String| match run.own {
        true => Ok(("not measured".to_owned(), Some(for_own(&message)))),
        false => Err(here(message)),
    };
    let (of, class, (text, warning)) = if found.name == "measured" {
        let of = Expression::parse(inner).map_err(here)?;
        let text = match of.value(data) {
            Ok(value) => (value.words(), None),
            Err(message) => unmeasured(told(&of, message))?,
        };
        (of, "measured", text)
    } else {
        let claim = Claim::parse(inner).map_err(here)?;
        let warning = match claim.check(data) {
            Ok(Ok(())) => None,
            Ok(Err(message)) | Err(message) => {
                let message = told(&claim.of, message);
                match run.own {
                    true => Some(for_own(&message)),
                    false => return Err(here(message)),
                }
            }
        };
        let text = (claim.words(), warning);
        (claim.of, "measured claim", text)
    };
    let text = crate::expand::inline(&text);
    let chart = run.chart_of([&of.name].into_iter().chain(&of.by), page);
    let html = match chart.filter(|_| found.place == Place::Text) {
        Some(chart) => format!(
            "<a class=\"{class}\" href=\"{}\">{text}</a>",
            escape(&chart)
        ),
        None => format!("<span class=\"{class}\">{text}</span>"),
    };
    Ok(Shown { html, warning })
}

/// A message about a reader's own run: `--book` would write over the numbers of
/// the book instead.
fn for_own(message: &str) -> String {
    message.replace(
        &format!("`{COMMAND} -- --book`"),
        &format!("`{COMMAND}`, which measures everything"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_preprocessor::book::{BookItem, Chapter};

    fn page<'a>(run: &'a Run, file: &'a str, top: &'a str) -> Page<'a> {
        Page {
            file: Path::new(file),
            number: Some("10"),
            repository: None,
            schedules: "schedules",
            error_index: None,
            top,
            run,
            places: Box::leak(Box::default()),
        }
    }

    /// What `text` says on a page, or what is wrong with it.
    fn say(text: &str, page: Page<'_>) -> Result<Shown, Fault> {
        words(&directives(text)[0], page)
    }

    fn write(text: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("src")).unwrap();
        std::fs::write(dir.path().join(FILE), text).unwrap();
        dir
    }

    #[test]
    fn the_file_is_read_when_a_page_asks_and_its_faults_are_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let run = Run::new(dir.path(), None);
        let Err(Fault::Data(problem)) = say("{{#measured a/b}}", page(&run, "src/a.md", "")) else {
            panic!("there is no file");
        };
        assert_eq!(
            problem.to_string(),
            "src/measured.json: is missing; restore it with git, or make it anew: \
             cargo run --release -p measure -- --book"
        );
        let dir = write("{\n  \"format\": 1,\n  oops\n}\n");
        let run = Run::new(dir.path(), None);
        for text in ["{{#measured machine}}", "{{#claim a/b > 1 ms}}"] {
            let Err(Fault::Data(problem)) = say(text, page(&run, "src/a.md", "")) else {
                panic!("{text}");
            };
            let text = problem.to_string();
            assert!(
                text.starts_with("src/measured.json:3: key must be a string"),
                "{text}"
            );
            assert!(text.contains("restore it with git"), "{text}");
        }
        let own = dir.path().join("own.json");
        let run = Run::new(dir.path(), Some(&own));
        let Err(Fault::Data(problem)) = say("{{#measured a/b}}", page(&run, "src/a.md", "")) else {
            panic!("there is no file");
        };
        assert!(
            problem
                .to_string()
                .contains("own.json: is missing; take another"),
            "{problem}"
        );
    }

    #[test]
    fn what_the_run_does_not_bear_out_names_the_run() {
        let dir = write(
            r#"{"format": 1, "date": "2026-11-23", "command": "", "seconds": 1, "rounds": 1,
            "machine": {"cpu": "", "logical_cpus": 2, "memory": 1, "system": ""},
            "versions": {}, "reference": [1.0], "measurements": {
            "a/b": {"label": "a", "language": "rust", "unit": "nanoseconds", "samples": [5.0]},
            "a/c": {"label": "c", "language": "rust", "unit": "bytes", "samples": [0.0]}}}"#,
        );
        let run = Run::new(dir.path(), None);
        let page = page(&run, "src/a.md", "");
        for (found, place) in [
            (say("{{#claim a/b > 1 ms}}", page), ":4"),
            (say("{{#claim a/c / a/b > 2}}", page), ":5"),
            (say("{{#measured a/c / a/c}}", page), ":5"),
            (say("{{#measured a/d}}", page), ""),
            (say("{{#measured a/b / a/d}}", page), ""),
            (chart("unit-time", page, "1").map(|it| it.1), ""),
        ] {
            let Err(Fault::Here(message)) = found else {
                panic!("{found:?}");
            };
            let end = format!(" (the run: src/measured.json{place})");
            assert!(message.ends_with(&end), "{message}");
        }
    }

    #[test]
    fn a_partial_run_is_not_to_overwrite_the_numbers_of_the_book() {
        let data = r#"{"format": 1, "date": "2026-11-23", "command": "", "seconds": 1,
            "rounds": 1, "machine": {"cpu": "", "logical_cpus": 2, "memory": 1, "system": ""},
            "versions": {}, "reference": [1.0], "measurements": {
            "a/b": {"label": "a", "language": "rust", "unit": "nanoseconds", "samples": [5.0]}}}"#;
        let data = Data::parse(data).unwrap();
        for (own, instead) in [(true, "which measures everything"), (false, "-- --book")] {
            let run = Run::of(data.clone(), own, &[]);
            let page = page(&run, "src/a.md", "");
            for found in [
                say("{{#claim a/b > 1 ms}}", page),
                chart("unit-time", page, "1").map(|it| it.1),
            ] {
                let message = match found {
                    Ok(shown) => shown.warning.unwrap(),
                    Err(Fault::Here(message)) => message,
                    Err(Fault::Data(problem)) => problem.to_string(),
                };
                assert!(message.contains(instead), "{message}");
                assert_eq!(message.contains("--book"), !own, "{message}");
            }
        }
    }

    #[test]
    fn charts_are_found_in_the_pages() {
        let mut book = Book::new();
        for (file, text) in [
            ("one.md", "`{{#chart alone}}`\n\n{{#chart folded}}\n"),
            ("deep/two.md", "{{#chart alone}}\n\n{{#chart nope}}\n"),
        ] {
            book.items.push(BookItem::Chapter(Chapter::new(
                file,
                text.to_owned(),
                file,
                Vec::new(),
            )));
        }
        let run = Run::new(Path::new("nowhere"), None);
        assert_eq!(run.charts_nobody_shows(), [""; 0]);
        let run = run.with_charts_of(&book, Path::new("src"));
        let unused = run.charts_nobody_shows();
        assert_eq!(unused.len(), CHARTS.len() - 2);
        let name = "alone/plain".to_owned();
        for (file, top, link) in [
            ("src/one.md", "", "deep/two.html#chart-alone"),
            ("src/deep/two.md", "../", "#chart-alone"),
            ("src/deep/three.md", "../", "../deep/two.html#chart-alone"),
        ] {
            let found = run.chart_of([&name], page(&run, file, top));
            assert_eq!(found.as_deref(), Some(link));
        }
    }
}
