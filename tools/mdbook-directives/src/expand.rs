//! Replaces the directives of a page by what they stand for. It knows the trait
//! `Directive`, and no directive.

use crate::directive::{Expanded, all, scanner};
use crate::fault::{Fault, Faults};
use crate::page::Page;
use crate::places::{Place, Places, Subject};
use crate::scan::Found;
use book_content::problem::{did_you_mean, slashed};
use book_content::{Library, Problem};
use mdbook_preprocessor::book::Book;
use std::collections::BTreeSet;
use std::path::Path;

/// A chapter with its directives replaced.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// The Markdown that the renderer gets.
    pub content: String,
    /// What is wrong with the directives; a wrong one leaves nothing behind.
    pub problems: Vec<Problem>,
    /// What a reader's own run does not bear out.
    pub warnings: Vec<Problem>,
    /// What of the folders the page shows.
    pub shows: BTreeSet<Subject>,
    /// What its directives say to the reader beside code.
    pub words: String,
}

/// Expands every directive of a chapter.
pub fn expand(content: &str, mut page: Page<'_>) -> Expansion {
    let mut expansion = Expansion::default();
    let mut anchors = BTreeSet::new();
    let mut at_the_end = BTreeSet::new();
    let mut needs = Vec::new();
    let mut copied = 0;
    let line_at = |offset: usize| 1 + content[..offset].matches('\n').count();
    for found in scanner().directives(content) {
        let line = line_at(found.range.start);
        let file = page.file;
        let problem = |message| Problem::at_line(file, line, message);
        expansion.content += &content[copied..found.range.start];
        copied = found.range.end;
        let faults = match one(&found, &mut page) {
            Ok(it) => {
                expansion.content += &it.markdown;
                expansion.warnings.extend(it.warning.map(problem));
                expansion.shows.extend(it.shows);
                expansion.words += &it.words;
                at_the_end.extend(it.at_the_end);
                needs.extend(it.needs.into_iter().map(|need| (line, need)));
                let again = it
                    .anchors
                    .into_iter()
                    .filter(|it| !anchors.insert(it.clone()));
                again.map(stands_already).collect()
            }
            Err(faults) => faults.0,
        };
        for fault in faults {
            let it = match fault {
                Fault::Here(message) => problem(message),
                Fault::File(problem) => problem,
            };
            // One file, one fault, however many ask for it.
            if !expansion.problems.contains(&it) {
                expansion.problems.push(it);
            }
        }
    }
    expansion.content += &content[copied..];
    for at in scanner().slips(content) {
        let rest = content[at..].lines().next().unwrap_or_default();
        let message = format!(
            "\"{rest}\" stays on the page as text; a directive begins with two braces, a # and \
             its name: {{{{#listing chapter/name}}}}"
        );
        let problem = Problem::at_line(page.file, line_at(at), message);
        expansion.problems.push(problem);
    }
    for (line, (subject, message)) in needs {
        if !expansion.shows.contains(&subject) {
            let problem = Problem::at_line(page.file, line, message);
            expansion.problems.push(problem);
        }
    }
    for it in at_the_end {
        expansion.content += "\n";
        expansion.content += &it;
    }
    expansion
}

/// What stands in place of one directive.
fn one(found: &Found<'_>, page: &mut Page<'_>) -> Result<Expanded, Faults> {
    let Some(directive) = all().iter().find(|it| it.name() == found.name) else {
        let usages: Vec<&str> = all().iter().map(|it| it.usage()).collect();
        let (last, usages) = usages.split_last().expect("there are directives");
        return Err(Faults::from(format!(
            "unknown directive {{{{#{}}}}}{}; this book has {} and {last}",
            found.name,
            did_you_mean(found.name, all().iter().map(|it| it.name())),
            usages.join(", ")
        )));
    };
    let inner = found.inner.ok_or_else(|| match directive.is_inline() {
        true => format!("{{{{#{}}}}} lacks its }}}} on the same line", found.name),
        false => "a directive stands alone, from the first column to the end of its line".into(),
    })?;
    directive.expand(inner.trim(), found.position, page)
}

fn stands_already(anchor: String) -> Fault {
    Fault::Here(format!(
        "this figure stands on the page already (its anchor would be #{anchor} again); link to \
         it, or show an excerpt with anchor=…"
    ))
}

/// Which page of a book shows what. Its pages are below `source`.
pub fn places(book: &Book, source: &Path, library: &Library) -> Places {
    let mut places = Places::default();
    for chapter in book.chapters() {
        let (Some(file), Some(path)) = (&chapter.source_path, &chapter.path) else {
            continue;
        };
        for found in scanner().directives(&chapter.content) {
            let directive = all().iter().find(|it| it.name() == found.name);
            let inner = found.inner.unwrap_or_default().trim();
            let shown = directive.map(|it| it.shows(inner, library));
            for (subject, anchor, what) in shown.unwrap_or_default() {
                let place = Place {
                    file: source.join(file),
                    address: slashed(&path.with_extension("html")),
                    anchor,
                    what,
                };
                places.add(subject, place);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests;
