//! Runs the commands, and takes their times.

use crate::book::Book;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The tests that grow with the pages.
const TESTS: [&str; 4] = ["listings", "schedules", "exercises", "pages"];

/// The first line of the table.
pub const HEAD: &str = "chapters  programs  mdbook build  listings  schedules  exercises  pages  \
                        together  one changed listing";

/// How often what takes little time is run; the median counts.
const ROUNDS: usize = 3;

/// What is run, and where it puts what it makes.
pub struct Commands {
    mdbook: PathBuf,
    target: PathBuf,
    html: PathBuf,
}

impl Commands {
    /// Those of the checkout `root`, for a book that is made in `place`.
    pub fn new(root: &Path, place: &Path) -> Result<Self> {
        let is_there = |it: &PathBuf| Command::new(it).arg("--version").output().is_ok();
        let installed = [
            PathBuf::from("mdbook"),
            root.join("target/mdbook/bin/mdbook"),
        ];
        let mdbook = installed.into_iter().find(is_there);
        let mdbook = mdbook.context("mdbook is missing; README.md says how to install it")?;
        Ok(Self {
            mdbook,
            target: place.join("target"),
            html: place.join("html"),
        })
    }

    /// Everything for one size of the book; a line of the table.
    pub fn measure(&self, book: &Book) -> Result<String> {
        let mut build = Command::new(&self.mdbook);
        build.arg("build").arg("--dest-dir").arg(&self.html);
        must(self.run(&mut build, book)?, "mdbook build")?;
        let build = median(|| Ok(self.run(&mut build, book)?.0))?;
        // What has changed is built and run once.
        for test in TESTS {
            self.test(book, &["--test", test])?;
        }
        let mut times = Vec::new();
        for test in TESTS {
            let run = self.test(book, &["--test", test])?;
            if test != "pages" {
                must(run, test)?;
            }
            times.push(run.0);
        }
        let (name, file) = book.any_program()?;
        let one = ["--test", "listings", &name];
        must(self.test(book, &one)?, &name)?;
        let text = fs::read_to_string(&file)?;
        let mut number = 0;
        let changed = median(|| {
            number += 1;
            fs::write(&file, format!("{text}// changed {number}\n"))?;
            let run = self.test(book, &one)?;
            must(run, &name)?;
            Ok(run.0)
        })?;
        fs::write(&file, text)?;
        Ok(format!(
            "{:8}  {:8}  {build:12.1}  {:8.1}  {:9.1}  {:9.1}  {:5.1}  {:8.1}  {changed:19.1}",
            book.chapters(),
            book.programs(),
            times[0],
            times[1],
            times[2],
            times[3],
            times.iter().sum::<f64>(),
        ))
    }

    fn test(&self, book: &Book, arguments: &[&str]) -> Result<(f64, bool)> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["test", "--offline", "--quiet"]);
        self.run(command.args(arguments), book)
    }

    /// The seconds that a command takes, and whether it succeeds. What it says
    /// is kept in `target/growth`.
    fn run(&self, command: &mut Command, book: &Book) -> Result<(f64, bool)> {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.html.with_file_name("log.txt"))?;
        command
            .current_dir(book.root())
            .env("CARGO_TARGET_DIR", &self.target)
            // What passed before is not run again, which CI would do.
            .env_remove("CI")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let start = Instant::now();
        let status = command.status().context("it cannot be started")?;
        Ok((start.elapsed().as_secs_f64(), status.success()))
    }
}

fn must((_, is_well): (f64, bool), name: &str) -> Result<()> {
    if !is_well {
        bail!("{name} fails, so its time means nothing; target/growth/log.txt says why");
    }
    Ok(())
}

fn median(mut run: impl FnMut() -> Result<f64>) -> Result<f64> {
    let mut times = (0..ROUNDS).map(|_| run()).collect::<Result<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    Ok(times[ROUNDS / 2])
}
