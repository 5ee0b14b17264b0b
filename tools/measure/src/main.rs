//! Measures what threads, tasks, channels and locks cost, in Rust and on Node,
//! side by side: `cargo run --release -p measure`. README.md says how to read
//! what it prints.

mod contender;
mod contenders;
mod elsewhere;
mod machine;
mod memory;
mod node;
mod report;
mod rounds;

use book_content::measurements::Data;
use book_content::problem::did_you_mean_or;
use contender::{Contender, Effort, Source};
use node::Node;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "\
Measures what threads, tasks, channels and locks cost, in Rust and on Node.

  cargo run --release -p measure -- [OPTIONS] [NAMES]

NAMES     groups (unit) or contenders (unit/thread); without any, all of them.

--list        print the names of all contenders
--rounds N    take N samples of each contender (15)
--book        write src/measured.json, which the book's pages quote, instead of
              target/measured.json; measures everything, and writes nothing if
              the machine was busy with something else
--quick       one round with next to nothing in it, to see that everything runs;
              its numbers mean nothing, and nothing is written
--help        print this
";

/// The samples that are taken of each contender unless the reader says.
const ROUNDS: usize = 15;

/// Fewer say nothing about their spread.
const FEWEST_ROUNDS: usize = 5;

#[derive(Debug, PartialEq, Eq)]
struct Options {
    names: Vec<String>,
    rounds: Option<usize>,
    list: bool,
    book: bool,
    quick: bool,
    help: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match &arguments[..] {
        [word, program, effort] if word == "--fresh" => {
            let effort = match effort.as_str() {
                "quick" => Effort::Quick,
                _ => Effort::Full,
            };
            rounds::fresh(program, effort).map(|samples| print!("{samples}"))
        }
        _ => Options::parse(&arguments).and_then(|options| measure(&options)),
    };
    match result {
        // Sleeping threads are not waited for.
        Ok(()) => std::process::exit(0),
        Err(message) => {
            eprintln!("measure: {message}");
            ExitCode::from(1)
        }
    }
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            names: Vec::new(),
            rounds: None,
            list: false,
            book: false,
            quick: false,
            help: false,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--list" => options.list = true,
                "--book" => options.book = true,
                "--quick" => options.quick = true,
                "--help" | "-h" => options.help = true,
                "--rounds" => {
                    let number = rest.next().and_then(|it| it.parse().ok());
                    let number = number.filter(|it| *it >= FEWEST_ROUNDS);
                    options.rounds = Some(number.ok_or_else(|| {
                        format!("--rounds takes a number, {FEWEST_ROUNDS} or more")
                    })?);
                }
                other if other.starts_with('-') => {
                    return Err(format!("there is no option {other}\n\n{HELP}"));
                }
                name => options.names.push(name.trim_end_matches('/').to_owned()),
            }
        }
        if options.book && (!options.names.is_empty() || options.quick) {
            return Err(
                "--book measures everything, so that all numbers of the book come from one run; \
                 leave out the names and --quick"
                    .into(),
            );
        }
        Ok(options)
    }
}

fn measure(options: &Options) -> Result<(), String> {
    if options.help {
        print!("{HELP}");
        return Ok(());
    }
    let root = root();
    let texts = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let all = contenders::all(texts.path());
    if options.list {
        for contender in &all {
            println!("{}", contender.name);
        }
        return Ok(());
    }
    let contenders = chosen(all, &options.names)?;
    let effort = if options.quick {
        Effort::Quick
    } else {
        Effort::Full
    };
    if cfg!(debug_assertions) && effort == Effort::Full {
        return Err(format!(
            "this is a debug build, whose numbers mean nothing: {} -- …",
            book_content::measurements::COMMAND
        ));
    }
    if options.book && !memory::Memory::is_known() {
        return Err("the book's numbers include memory, which this program asks Linux for".into());
    }
    contenders::prepare(texts.path(), effort)
        .map_err(|error| format!("{}: {error}", texts.path().display()))?;
    let needs_node = |it: &Contender| !matches!(it.source, Source::Here(_) | Source::Fresh(_));
    let mut node = match contenders.iter().any(needs_node) {
        true => Some(Node::start(&root, texts.path(), effort)?),
        false => None,
    };
    let version = node.as_ref().map_or(Ok(String::new()), Node::version)?;
    let start = Instant::now();
    let rounds = match effort {
        Effort::Quick => 1,
        Effort::Full => options.rounds.unwrap_or(ROUNDS),
    };
    let found = rounds::run(&contenders, &mut node, rounds, effort)?;
    if effort == Effort::Quick {
        println!(
            "{} contenders run; nothing was measured",
            found.measurements.len()
        );
        return Ok(());
    }
    let mut versions = machine::versions(&root, version)?;
    versions.retain(|_, version| !version.is_empty());
    let command = match (options.book, &options.names[..]) {
        (true, _) => format!("{} -- --book", book_content::measurements::COMMAND),
        (false, []) => book_content::measurements::COMMAND.to_owned(),
        (false, names) => format!(
            "{} -- {}",
            book_content::measurements::COMMAND,
            names.join(" ")
        ),
    };
    let data = Data {
        format: book_content::measurements::FORMAT,
        date: machine::today(),
        command,
        seconds: start.elapsed().as_secs(),
        rounds,
        machine: machine::machine(),
        versions,
        reference: found.reference,
        elsewhere: found.elsewhere,
        measurements: found.measurements,
    };
    print!("{}", report::table(&data));
    if data.is_noisy() {
        let noisy = format!(
            "the machine was too busy with something else: {}",
            data.disturbances().join("; and ")
        );
        if options.book {
            return Err(format!(
                "{noisy}. {} is as it was: its numbers need an idle machine",
                book_content::measurements::FILE
            ));
        }
        println!("\nBeware: {noisy}.");
    }
    let file = match options.book {
        true => root.join(book_content::measurements::FILE),
        false => target(&root).join("measured.json"),
    };
    write(&file, &data)?;
    println!("\nWritten to {}", file.display());
    Ok(())
}

/// The contenders that the names stand for, in their own order.
fn chosen(all: Vec<Contender>, names: &[String]) -> Result<Vec<Contender>, String> {
    let is = |contender: &Contender, name: &str| {
        let rest = contender.name.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    for name in names {
        if !all.iter().any(|it| is(it, name)) {
            return Err(unknown(name, &all));
        }
    }
    let wanted = |it: &Contender| names.is_empty() || names.iter().any(|name| is(it, name));
    Ok(all.into_iter().filter(wanted).collect())
}

fn unknown(name: &str, all: &[Contender]) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for group in all.iter().filter_map(|it| it.name.split('/').next()) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let candidates = all
        .iter()
        .map(|it| it.name.as_str())
        .chain(groups.iter().copied());
    let groups = || {
        let groups = groups.join(", ");
        format!("there are the groups {groups} (--list prints all names)")
    };
    let hint = did_you_mean_or(name, candidates, groups);
    format!("nothing is called \"{name}\"{hint}")
}

/// Writes the whole file or leaves the old one.
fn write(file: &Path, data: &Data) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", file.display());
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let new = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    std::fs::write(new.path(), data.to_text()).map_err(failed)?;
    // Temporary files are for their owner alone.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let readable = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(new.path(), readable).map_err(failed)?;
    }
    new.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The book's root.
fn root() -> PathBuf {
    // Where the checkout is now, which may have been moved since it was built.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

/// Where cargo builds.
fn target(root: &Path) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Options, String> {
        let arguments: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Options::parse(&arguments)
    }

    #[test]
    fn options_are_read() {
        let options = parsed("unit alone/mutex --rounds 7").unwrap();
        assert_eq!(options.names, ["unit", "alone/mutex"]);
        assert_eq!(options.rounds, Some(7));
        for (text, message) in [
            ("--rounds", "takes a number"),
            ("--rounds 2", "5 or more"),
            ("--bok", "there is no option --bok"),
            ("--book unit", "leave out the names"),
            ("--book --quick", "leave out the names and --quick"),
        ] {
            let error = parsed(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn names_stand_for_groups_and_contenders() {
        let all = || contenders::all(Path::new("."));
        let names = |name: &str| {
            let chosen = chosen(all(), &[name.to_owned()]);
            chosen.map(|it| it.into_iter().map(|it| it.name).collect::<Vec<_>>())
        };
        assert_eq!(names("unit/thread").unwrap(), ["unit/thread"]);
        assert_eq!(names("hand-over/move").unwrap().len(), 5);
        assert!(names("unit").unwrap().len() > 4);
        let error = names("unit/thraed").unwrap_err();
        assert!(error.ends_with("did you mean \"unit/thread\"?"), "{error}");
        let error = names("zzz").unwrap_err();
        assert!(error.contains("there are the groups unit, "), "{error}");
    }

    #[test]
    fn names_are_unique() {
        let all = contenders::all(Path::new("."));
        let mut names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_file_that_cannot_be_written_whole_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("folder/measured.json");
        std::fs::create_dir_all(&file).unwrap(); // a folder in its place
        let data = Data {
            format: 1,
            date: String::new(),
            command: String::new(),
            seconds: 0,
            rounds: 0,
            machine: machine::machine(),
            versions: std::collections::BTreeMap::new(),
            reference: Vec::new(),
            elsewhere: None,
            measurements: std::collections::BTreeMap::new(),
        };
        let error = write(&file, &data).unwrap_err();
        assert!(error.contains("cannot be written"), "{error}");
        assert!(file.is_dir());
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing else is left behind");
    }
}
