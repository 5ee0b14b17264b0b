//! What `book.toml` starts in place of the preprocessor itself, which takes
//! cargo a minute to compile the first time. mdBook says nothing meanwhile, and
//! neither does `cargo run --quiet`; without `--quiet`, cargo would have two
//! lines to say at every rebuild. So this package, which depends on nothing and
//! compiles at once, says what is going on while there is no preprocessor yet.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

const PREPROCESSOR: &str = "mdbook-directives";

const NOTICE: &str =
    "Compiling the book's preprocessor. This takes about a minute, the first time only.";

fn main() -> ExitCode {
    // Cargo puts both programs into one folder, wherever that is.
    let is_first = env::current_exe().is_ok_and(|it| !is_built(&it));
    if is_first {
        eprintln!("{NOTICE}");
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(arguments(is_first))
        .args(env::args_os().skip(1))
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE, // it has said why
        Err(error) => {
            eprintln!("cargo cannot be started to run {PREPROCESSOR}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the preprocessor lies beside this program.
fn is_built(own: &Path) -> bool {
    own.with_file_name(format!("{PREPROCESSOR}{}", env::consts::EXE_SUFFIX))
        .exists()
}

/// What cargo is to do; it shows its progress the first time.
fn arguments(is_first: bool) -> Vec<&'static str> {
    let mut arguments = vec!["run", "--locked", "--package", PREPROCESSOR];
    if !is_first {
        arguments.push("--quiet");
    }
    arguments.push("--");
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_speaks_the_first_time_only() {
        let first = ["run", "--locked", "--package", "mdbook-directives", "--"];
        assert_eq!(arguments(true), first, "the first time cargo speaks");
        let later = [
            "run",
            "--locked",
            "--package",
            "mdbook-directives",
            "--quiet",
            "--",
        ];
        assert_eq!(arguments(false), later, "later cargo is quiet");
    }

    #[test]
    fn the_preprocessor_is_looked_for_beside_this_program() {
        let folder = env::temp_dir().join(format!("first-build-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let own = folder.join("first-build");
        assert!(!is_built(&own), "is_built() finds what is not there");
        let name = format!("mdbook-directives{}", env::consts::EXE_SUFFIX);
        std::fs::write(folder.join(name), "").unwrap();
        assert!(is_built(&own), "is_built() does not find mdbook-directives");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
