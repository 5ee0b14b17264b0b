//! What a contributor is told when something is wrong.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong, and where.
///
/// Displayed as `path:line: message`, the form that editors and CI logs turn
/// into a link. The message says what is wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file to open, relative to the book's root where that is possible.
    pub file: PathBuf,
    /// The line to look at, counted from 1; none where the whole file is meant.
    pub line: Option<usize>,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Problem {
    /// A problem of a whole file.
    pub fn in_file(file: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            line: None,
            message: message.into(),
        }
    }

    /// A problem at one line, counted from 1.
    pub fn at_line(file: impl AsRef<Path>, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            line: Some(line),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Forward slashes on every system: messages are compared in tests.
        write!(f, "{}", slashed(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Problem {}

/// A path with forward slashes, for messages, links and mark-up.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// `; did you mean "x"?` for the candidate nearest to `name`, or nothing when
/// none is near enough to be a slip of the fingers.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| format!("; did you mean \"{candidate}\"?"))
        .unwrap_or_default()
}

/// The same, or `; ` and what `otherwise` says.
pub fn did_you_mean_or<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    match did_you_mean(name, candidates) {
        near if near.is_empty() => format!("; {}", otherwise()),
        near => near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_file_line_and_message() {
        let problem = Problem::at_line("src/threads.md", 3, "no such listing");
        assert_eq!(problem.to_string(), "src/threads.md:3: no such listing");
    }

    #[test]
    fn names_the_nearest_candidate_only_when_near() {
        let names = ["threads/spawn-and-join", "mutex/poisoned"];
        assert_eq!(
            did_you_mean("threads/spawn-and-jion", names),
            "; did you mean \"threads/spawn-and-join\"?"
        );
        assert_eq!(did_you_mean("zzz", names), "");
    }
}
