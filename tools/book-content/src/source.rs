//! A program's text, and the excerpts that its comments mark.

use crate::problem::slashed;
use std::path::PathBuf;

/// A source file of a listing or an exercise.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the book's root.
    pub path: PathBuf,
    /// The file's name, such as `main.rs`.
    pub name: String,
    /// The text as it stands in the file.
    pub text: String,
}

/// A line of a program, as an excerpt has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Whether it belongs to the excerpt.
    pub inside: bool,
    /// The line without its end.
    pub text: &'a str,
}

impl Source {
    /// The lines of the program, without its anchor comments.
    pub fn lines(&self) -> Vec<&str> {
        let text = self.text.lines();
        text.filter(|line| anchor_of(line).is_none()).collect()
    }

    /// Every line but anchor comments, and which of them the excerpt `anchor`
    /// has; none where the file has no such anchor.
    ///
    /// # Errors
    ///
    /// An anchor that is opened twice, closed twice, or never closed.
    pub fn excerpt(&self, anchor: &str) -> Result<Option<Vec<Line<'_>>>, String> {
        let mut lines = Vec::new();
        let (mut inside, mut found) = (false, false);
        for text in self.text.lines() {
            match anchor_of(text) {
                Some((opens, name)) if name == anchor => {
                    if opens == inside {
                        return Err(format!(
                            "{}: the anchor \"{anchor}\" is opened or closed twice in a row",
                            slashed(&self.path)
                        ));
                    }
                    inside = opens;
                    found = true;
                }
                Some(_) => {}
                None => lines.push(Line { inside, text }),
            }
        }
        if inside {
            return Err(format!(
                "{}: the anchor \"{anchor}\" lacks its `// ANCHOR_END: {anchor}`",
                slashed(&self.path)
            ));
        }
        Ok(found.then_some(lines))
    }
}

/// An anchor comment: whether it opens an excerpt, and its name.
pub fn anchor_of(line: &str) -> Option<(bool, &str)> {
    let comment = line.trim_start().strip_prefix("//")?.trim_start();
    if let Some(name) = comment.strip_prefix("ANCHOR_END:") {
        return Some((false, name.trim()));
    }
    Some((true, comment.strip_prefix("ANCHOR:")?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source {
            path: "listings/a/examples/b/main.rs".into(),
            name: "main.rs".into(),
            text: text.into(),
        }
    }

    #[test]
    fn an_excerpt_is_told_from_what_is_around_it() {
        let it =
            source("a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: y\n// ANCHOR_END: x\nd\n");
        assert_eq!(it.lines(), ["a", "b", "c", "d"]);
        let inside = |name| {
            let lines = it.excerpt(name).unwrap().unwrap();
            lines.iter().map(|it| it.inside).collect::<Vec<_>>()
        };
        assert_eq!(inside("x"), [false, true, true, false]);
        assert_eq!(inside("y"), [false, false, true, false]);
        assert_eq!(it.excerpt("z").unwrap(), None);
    }

    #[test]
    fn an_anchor_that_is_not_in_pairs_is_refused() {
        for (text, message) in [
            (
                "// ANCHOR: x\n",
                "main.rs: the anchor \"x\" lacks its `// ANCHOR_END: x`",
            ),
            ("// ANCHOR_END: x\n", "opened or closed twice in a row"),
            (
                "// ANCHOR: x\n// ANCHOR: x\n",
                "opened or closed twice in a row",
            ),
        ] {
            let error = source(text).excerpt("x").unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
