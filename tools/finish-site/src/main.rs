//! `finish-site BOOK ADDRESS` finishes a built book, then reads it back;
//! `finish-site --check BOOK ADDRESS` only reads it.

use finish_site::address::Address;
use finish_site::check::check;
use finish_site::{Problems, finish};
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: finish-site [--check] BOOK ADDRESS\n\
                     such as: finish-site target/book https://owner.github.io/name/";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (only_check, book, address) = match arguments[..] {
        ["--check", book, address] => (true, book, address),
        [book, address] if !book.starts_with('-') => (false, book, address),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(only_check, Path::new(book), address) {
        Ok(done) => {
            println!("{done}");
            ExitCode::SUCCESS
        }
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}

fn run(only_check: bool, book: &Path, address: &str) -> Result<String, Problems> {
    let address = Address::parse(address).map_err(|error| Problems::one("finish-site", error))?;
    if !only_check {
        finish(book, &address)?.write(book)?;
    }
    let checked = check(book, &address)?;
    Ok(format!(
        "{} {} for {address}: {} pages, each with a card, {} kB in all",
        if only_check { "checked" } else { "finished" },
        book.display(),
        checked.pages,
        checked.card_bytes.div_ceil(1000),
    ))
}
