//! The command that mdBook starts: reads the book on standard input and writes
//! the expanded one to standard output.

use mdbook_directives::Directives;
use mdbook_preprocessor::{MDBOOK_VERSION, Preprocessor};
use std::io::{self, IsTerminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("supports") {
        // The figures are Markdown with HTML around it: fine for any renderer.
        return ExitCode::SUCCESS;
    }
    if io::stdin().is_terminal() {
        eprintln!("mdbook-directives is started by `mdbook build` and `mdbook serve`, not by hand");
        return ExitCode::FAILURE;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(io::stdin())?;
    if context.mdbook_version != MDBOOK_VERSION {
        eprintln!(
            "warning: this book is built with mdBook {MDBOOK_VERSION}, and this is {}; \
             install the right one with `cargo install mdbook --version {MDBOOK_VERSION} --locked`",
            context.mdbook_version
        );
    }
    let book = Directives.run(&context, book)?;
    serde_json::to_writer(io::stdout(), &book)?;
    Ok(())
}
