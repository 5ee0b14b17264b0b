//! Measures how the time of the book's build and tests grows with its chapters:
//! `cargo run --release -p measure-growth`. It makes books of more and more
//! chapters below `target/`, from the real listings, questions, exercises and
//! pages under new names, and prints a table.
//!
//! Links between the pages of such a book lead nowhere, so some checks of the
//! pages find fault with it; they take the time that they take.

mod book;
mod clock;

use anyhow::{Context, Result, bail};
use book::Book;
use clock::Commands;
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
Measures how the time of the book's build and tests grows with its chapters.

  cargo run --release -p measure-growth -- [CHAPTERS…]

CHAPTERS  how many chapters, in growing order (5 10 20 30); each has ten listings

The first size takes some minutes more than the others: the tools are compiled.
Remove target/growth afterwards, which has everything.";

const SIZES: [usize; 4] = [5, 10, 20, 30];

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it.starts_with('-')) {
        println!("{HELP}");
        return Ok(());
    }
    let mut sizes = arguments
        .iter()
        .map(|it| {
            it.parse()
                .with_context(|| format!("{it} is no number of chapters"))
        })
        .collect::<Result<Vec<usize>>>()?;
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    if sizes[0] == 0 || !sizes.is_sorted() {
        bail!("from few chapters to many, and at least one: a book only grows");
    }
    let here = std::env::var("CARGO_MANIFEST_DIR").context("start it with cargo run")?;
    let root = Path::new(&here)
        .ancestors()
        .nth(2)
        .context("this package stands two folders below the root")?;
    let place = root.join("target/growth");
    let commands = Commands::new(root, &place)?;
    let mut book = Book::begin(root, &place.join("book"))?;
    println!("seconds; all but the build of the book are `cargo test` with nothing changed");
    println!("{}", clock::HEAD);
    for size in sizes {
        book.grow_to(size)?;
        println!("{}", commands.measure(&book)?);
    }
    Ok(())
}
