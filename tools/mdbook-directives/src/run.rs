//! The run of measurements that the pages quote: the book's own, or a reader's.

use crate::fault::{Fault, Faults};
use book_content::Problem;
use book_content::files::read_text;
use book_content::measurements::{COMMAND, Data, FILE};
use book_content::problem::slashed;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// The environment variable that names the data of a reader's own run.
pub const OWN: &str = "MEASURED";

/// The run that the pages quote.
#[derive(Debug, Clone)]
pub struct Run {
    root: PathBuf,
    /// The data file, relative to the root where it is the book's own.
    file: PathBuf,
    /// Whether it is a reader's own run: then what no longer holds is no
    /// error.
    own: bool,
    data: OnceCell<Result<Data, Problem>>,
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
        }
    }

    /// A run that is in memory.
    #[cfg(test)]
    pub(crate) fn of(data: Data, own: bool) -> Self {
        Self {
            data: OnceCell::from(Ok(data)),
            own,
            ..Self::new(Path::new("nowhere"), None)
        }
    }

    /// What was measured.
    ///
    /// # Errors
    ///
    /// The file is missing or corrupt, which is wrong for every page alike.
    pub fn data(&self) -> Result<&Data, Faults> {
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
            Err(problem) => Err(Fault::File(problem.clone()).into()),
        }
    }

    /// What becomes of something that the run does not bear out: a fault, or,
    /// in a reader's own run, a warning. It names the run, and the line of the
    /// first of `names`, where the run has them all.
    ///
    /// # Errors
    ///
    /// The fault, where it is the book's own run.
    pub fn does_not_bear_out(&self, message: &str, names: &[&str]) -> Result<String, Faults> {
        let text = std::fs::read_to_string(self.root.join(&self.file)).unwrap_or_default();
        let line = |name: &&str| {
            let key = format!("\"{name}\":");
            text.lines()
                .position(|it| it.trim_start().starts_with(&key))
        };
        let lines: Option<Vec<usize>> = names.iter().map(line).collect();
        let line = lines.and_then(|lines| Some(format!(":{}", lines.first()? + 1)));
        let file = slashed(&self.file);
        let message = format!("{message} (the run: {file}{})", line.unwrap_or_default());
        match self.own {
            // `--book` would write over the numbers of the book instead.
            true => Ok(message.replace(
                &format!("`{COMMAND} -- --book`"),
                &format!("`{COMMAND}`, which measures everything"),
            )),
            false => Err(message.into()),
        }
    }
}
