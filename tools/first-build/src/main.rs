//! What `book.toml` starts in place of the preprocessor itself, which takes
//! cargo a minute to compile the first time. mdBook says nothing meanwhile, and
//! neither does `cargo run --quiet`; without `--quiet`, cargo would have two
//! lines to say at every rebuild. So this package, which depends on nothing and
//! compiles at once, listens to cargo, and passes on what it says from the
//! moment that it compiles anything but the preprocessor itself.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};

const PREPROCESSOR: &str = "mdbook-directives";

const NOTICE: &str = "Compiling the book's preprocessor. This takes about a minute, the first time and after updates.";

fn main() -> ExitCode {
    match built().and_then(|is_built| if is_built { started() } else { Ok(false) }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE, // cargo or the preprocessor has said why
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Lets cargo build the preprocessor; whether it could.
fn built() -> Result<bool, String> {
    let failed =
        |error: io::Error| format!("cargo cannot be started to build {PREPROCESSOR}: {error}");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // With `--package`, cargo would compile half of the dependencies again after
    // a `cargo test`: one package asks for fewer of their features than all do.
    let mut cargo = Command::new(cargo)
        .args(["build", "--locked", "--bin", PREPROCESSOR])
        // mdBook hands the book to the preprocessor.
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let said = cargo.stderr.take().into_iter().flat_map(|it| {
        let lines = BufReader::new(it).split(b'\n').map_while(Result::ok);
        lines.map(|line| String::from_utf8_lossy(&line).into_owned())
    });
    pass_on(said, &mut io::stderr()).map_err(failed)?;
    Ok(cargo.wait().map_err(failed)?.success())
}

/// Passes on all that cargo says, as soon as it has something to say.
fn pass_on(lines: impl Iterator<Item = String>, to: &mut impl Write) -> io::Result<()> {
    let mut kept = String::new();
    let mut speaks = false;
    for line in lines {
        if !speaks && !is_routine(&line) {
            speaks = true;
            if is_long(&line) {
                writeln!(to, "{NOTICE}")?;
            }
            write!(to, "{}", std::mem::take(&mut kept))?;
        }
        if speaks {
            writeln!(to, "{line}")?;
        } else {
            kept += &line;
            kept.push('\n');
        }
    }
    Ok(())
}

/// What cargo says at every build, and of the preprocessor alone.
fn is_routine(line: &str) -> bool {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("Compiling") => words.next() == Some(PREPROCESSOR),
        Some("Finished") => true,
        _ => false,
    }
}

/// Of what takes a while.
fn is_long(line: &str) -> bool {
    let first = line.split_whitespace().next();
    matches!(first, Some("Compiling" | "Downloading" | "Updating"))
}

/// Starts the preprocessor, which cargo puts beside this program; whether all
/// went well.
fn started() -> Result<bool, String> {
    let failed = |error: io::Error| format!("{PREPROCESSOR} cannot be started: {error}");
    let own = env::current_exe().map_err(failed)?;
    let program = own.with_file_name(format!("{PREPROCESSOR}{}", env::consts::EXE_SUFFIX));
    let status = Command::new(program)
        .args(env::args_os().skip(1))
        .status()
        .map_err(failed)?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed_on(lines: &[&str]) -> String {
        let mut to = Vec::new();
        pass_on(lines.iter().map(|it| (*it).to_owned()), &mut to).unwrap();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn nothing_is_said_where_nothing_else_is_compiled() {
        for lines in [
            &["    Finished `dev` profile in 0.08s"][..],
            &[
                "   Compiling mdbook-directives v0.1.0 (/book/tools/mdbook-directives)",
                "    Finished `dev` profile in 2.10s",
            ],
        ] {
            let said = passed_on(lines);
            assert_eq!(said, "", "is_routine() takes this for news: {lines:?}");
        }
    }

    #[test]
    fn a_dependency_that_is_compiled_is_announced_as_it_begins() {
        let said = passed_on(&[
            "   Compiling mdbook-directives v0.1.0 (/book/tools/mdbook-directives)",
            "   Compiling memchr v2.8.3",
            "    Finished `dev` profile in 58.10s",
        ]);
        let said: Vec<&str> = said.lines().collect();
        assert_eq!(said[0], NOTICE, "the notice comes first: {said:?}");
        assert_eq!(said.len(), 4, "each line of cargo's follows: {said:?}");
    }

    #[test]
    fn a_warning_is_passed_on_without_the_notice() {
        let said = passed_on(&["warning: unused variable: `x`"]);
        assert_eq!(said, "warning: unused variable: `x`\n");
    }
}
