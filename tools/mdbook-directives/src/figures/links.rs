//! The links of a file that a page shows: they lead from its folder, and are to
//! lead from the page.

use crate::fault::Faults;
use crate::page::Page;
use book_content::problem::did_you_mean;

/// The text of `file` with its relative links as a page needs them.
///
/// # Errors
///
/// Links that lead nowhere from a page.
pub fn for_page(text: &str, file: &str, page: &Page<'_>) -> Result<String, Faults> {
    let all = &page.book.library.exercises;
    let mut problems = Vec::new();
    let text = link_pattern(text, |target| {
        if target.contains("://") || target.starts_with('#') {
            return None;
        }
        let path = from_root(file, target);
        if let Some(to) = path.strip_prefix("src/") {
            return Some(format!("{}{to}", page.top));
        }
        let exercise = path
            .strip_prefix("exercises/")
            .and_then(|it| it.strip_suffix("/README.md"));
        let Some(name) = exercise else {
            problems.push(format!(
                "{file} links to {target}, which a page cannot show; link to a page of src/ or \
                 to the README.md of another exercise"
            ));
            return None;
        };
        let Some(exercise) = all.get(name) else {
            let near = did_you_mean(name, all.keys().map(String::as_str));
            problems.push(format!(
                "{file} links to {target}, which is no exercise{near}"
            ));
            return None;
        };
        let (page_of, anchor) = (exercise.page(), exercise.anchor());
        Some(format!("{}{page_of}#{anchor}", page.top))
    });
    match problems.is_empty() {
        true => Ok(text),
        false => Err(problems.into()),
    }
}

/// Where a link of `file` leads, from the book's root.
fn from_root(file: &str, target: &str) -> String {
    let mut path: Vec<&str> = file.split('/').collect();
    path.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// The text with the targets of its links replaced where `by` gives another.
fn link_pattern(text: &str, mut by: impl FnMut(&str) -> Option<String>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        result.push_str(before);
        let end = after.find(')').unwrap_or(after.len());
        let (target, after) = after.split_at(end);
        result.push_str(&by(target).unwrap_or_else(|| target.to_owned()));
        rest = after;
    }
    result + rest
}
