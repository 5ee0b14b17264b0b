//! `every-schedule FILE.rs`: every way in which a program can end.

use every_schedule::{Explorer, Program};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "usage: every-schedule FILE.rs [--json OUT] [--max-states N] [--max-steps N]
                      [--max-endings N] [--timeout SECONDS] [--no-merge] [-v]

Runs the program under every schedule that can make a difference and prints
every way in which it can end, with one shortest schedule for each.

  --json OUT      writes the answer there too (- for standard output only)
  --max-states N  stops after so many states (200000)
  --max-steps N   stops at a run of so many steps (20000)
  --max-endings N stops after so many endings (50000)
  --timeout S     stops after so many seconds (60)
  --no-merge      does not merge states and makes every step a choice: slow, to
                  check the rest
  -v              prints every step even of many endings

It exits with 0, or with 2 where the program was refused or a limit was hit.";

struct Arguments {
    file: String,
    json: Option<String>,
    verbose: bool,
    explorer: Explorer,
}

fn arguments() -> Result<Arguments, String> {
    let mut file = None;
    let mut json = None;
    let mut verbose = false;
    let mut explorer = Explorer::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        let number = |text: String| {
            text.parse::<usize>()
                .map_err(|_| format!("{arg} needs a number, not \"{text}\""))
        };
        match arg.as_str() {
            "--json" => json = Some(value()?),
            "--max-states" => explorer.max_states = number(value()?)?.clamp(1, 1 << 26),
            "--max-steps" => explorer.max_steps = number(value()?)?,
            "--max-endings" => explorer.max_endings = number(value()?)?,
            "--timeout" => explorer.timeout = Duration::from_secs(number(value()?)? as u64),
            "--no-merge" => (explorer.merge, explorer.every_step) = (false, true),
            "-v" => verbose = true,
            "-h" | "--help" => return Err(String::new()),
            _ if arg.starts_with('-') => return Err(format!("unknown option {arg}")),
            _ if file.is_none() => file = Some(arg),
            _ => return Err(format!("one file at a time; what is {arg}?")),
        }
    }
    let file = file.ok_or("which file?")?;
    Ok(Arguments {
        file,
        json,
        verbose,
        explorer,
    })
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Prints; that nobody reads on, as `head` does not, is no error.
fn show(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("standard output: cannot be written: {error}"))
        }
        _ => Ok(()),
    }
}

fn run() -> Result<bool, String> {
    let args = arguments().map_err(|message| format!("{message}\n\n{USAGE}").trim().to_owned())?;
    let file = &args.file;
    let program =
        Program::read(file).map_err(|error| format!("{file}: cannot be read: {error}"))?;
    let answer = args
        .explorer
        .explore(&program)
        .map_err(|refusal| match refusal.line {
            Some(line) => format!("{file}:{line}: {}", refusal.message),
            None => format!("{file}: {}", refusal.message),
        })?;
    match args.json.as_deref() {
        Some("-") => show(&answer.to_json_text())?,
        to => {
            if let Some(to) = to {
                std::fs::write(to, answer.to_json_text())
                    .map_err(|error| format!("{to}: cannot be written: {error}"))?;
            }
            let few = answer.endings.len() <= 12;
            show(&answer.report(few || args.verbose))?;
        }
    }
    Ok(answer.complete)
}
