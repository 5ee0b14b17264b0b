//! `finish-site BOOK ADDRESS` finishes a built book, but for drawing its cards;
//! `finish-site --check BOOK ADDRESS` then reads it. `.ci/finish` does it all.

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
        let finished = finish(book, &address)?;
        finished.write(book)?;
        let pages = finished.addresses.len();
        return Ok(format!(
            "finished {} for {address}: {pages} pages, whose cards are to be drawn",
            book.display()
        ));
    }
    let checked = check(book, &address)?;
    Ok(format!(
        "checked {} for {address}: {} pages, each with a card, {} kB in all",
        book.display(),
        checked.pages,
        checked.card_bytes.div_ceil(1000),
    ))
}
