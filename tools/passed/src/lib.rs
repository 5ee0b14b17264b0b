//! What need not be run again, since it passed and nothing that decides it has
//! changed: kept below `target/`, a small file a run, with a number that stands
//! for all that decides it. A run that failed is not kept.
//!
//! Where `CI` is set, everything runs; with `RUN_ALL=1`, too.

use std::convert::Infallible;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The variable that lets everything run.
const ALL: &str = "RUN_ALL";

/// The runs of one test program that passed.
#[derive(Debug)]
pub struct Passed {
    test: String,
    folder: PathBuf,
    /// Whether a run may be taken from the last time.
    takes: bool,
    /// Whether it is kept for the next.
    keeps: bool,
    /// What decides every run.
    common: Key,
    asked: AtomicUsize,
    taken: AtomicUsize,
}

impl Passed {
    /// Those of the test program `test`, kept below the folder `scratch`. With
    /// `anew` none is taken from the last time.
    pub fn of(test: &str, scratch: &Path, anew: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
        let keeps = !set("CI");
        let mut common = Key::default();
        // The checks themselves, and all that they are compiled with.
        if let Ok(own) = std::env::current_exe() {
            common = common.program(&own);
        }
        let compiler = Command::new("rustc").arg("-vV").output();
        common = common.text(&String::from_utf8_lossy(
            &compiler.map(|it| it.stdout).unwrap_or_default(),
        ));
        Self {
            test: test.to_owned(),
            folder: scratch.join("passed").join(test),
            takes: keeps && !set(ALL) && !anew,
            keeps,
            common,
            asked: AtomicUsize::new(0),
            taken: AtomicUsize::new(0),
        }
    }

    /// Whether the run `name` passed when `key` was what it is now.
    pub fn has(&self, name: &str, key: &Key) -> bool {
        self.takes
            && fs::read_to_string(self.file(name)).is_ok_and(|it| it == self.number(name, key))
    }

    /// Runs the check `name`, unless it passed when `key` was what it is now.
    ///
    /// # Errors
    ///
    /// What `check` finds.
    pub fn unless_passed<E>(
        &self,
        name: &str,
        key: &Key,
        check: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.has(name, key) {
            self.taken.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let file = self.file(name);
        // Should this program be ended meanwhile, the old answer must not stay.
        let _ = fs::remove_file(&file);
        check()?;
        if self.keeps && fs::create_dir_all(&self.folder).is_ok() {
            // What cannot be kept runs again.
            let _ = fs::write(&file, self.number(name, key));
        }
        Ok(())
    }

    /// The same for a test that panics when it fails. The first that is not run
    /// says so, past the harness, which shows nothing of a test that passes.
    pub fn test_unless_passed(&self, name: &str, key: &Key, check: impl FnOnce()) {
        let before = self.taken.load(Ordering::Relaxed);
        let Ok(()) = self.unless_passed(name, key, || -> Result<(), Infallible> {
            check();
            Ok(())
        });
        if before == 0 && self.taken.load(Ordering::Relaxed) > 0 && !cfg!(test) {
            let _ = writeln!(
                std::io::stderr(),
                "{}: what passed is not run again while nothing that decides it changes; {ALL}=1 \
                 runs it all",
                self.test
            );
        }
    }

    /// The line that says how many runs were taken from the last time, if any.
    pub fn summary(&self) -> Option<String> {
        let (asked, taken) = (
            self.asked.load(Ordering::Relaxed),
            self.taken.load(Ordering::Relaxed),
        );
        (taken > 0).then(|| {
            format!(
                "{}: {taken} of {asked} were not run again, since they passed and nothing that \
                 decides them has changed; {ALL}=1 runs them all",
                self.test
            )
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name.replace(['/', ' '], "+"))
    }

    fn number(&self, name: &str, key: &Key) -> String {
        let key = Key(self.common.0.clone()).text(name).number(key.0.finish());
        format!("{:016x}\n", key.0.finish())
    }
}

/// A number for all that decides how a run goes.
#[derive(Debug, Clone, Default)]
pub struct Key(DefaultHasher);

impl Key {
    /// What decides the runs of the listing in `dir`, except its compiled
    /// program: all its files, with what is recorded, and the versions that it
    /// runs with. Relative to `root`, as is `dir`.
    pub fn of_listing(root: &Path, dir: &Path) -> Self {
        let chapter = dir.ancestors().nth(2).unwrap_or(dir);
        [
            "Cargo.lock",
            "Cargo.toml",
            "rust-toolchain.toml",
            "listings/package-lock.json",
            "listings/package.json",
        ]
        .iter()
        .fold(Self::default(), |key, file| key.file(&root.join(file)))
        .file(&root.join(chapter).join("Cargo.toml"))
        .folder(&root.join(dir))
    }

    /// A text decides it.
    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    /// What a file holds decides it, and whether there is one.
    pub fn file(mut self, file: &Path) -> Self {
        fs::read(file).ok().hash(&mut self.0);
        self
    }

    /// What lies in a folder decides it, names and contents, except what tools
    /// put there.
    pub fn folder(self, folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut entries: Vec<_> = entries.map(|it| (it.file_name(), it.path())).collect();
        entries.sort();
        entries.into_iter().fold(self, |key, (name, path)| {
            if name == "node_modules" || name == "target" {
                return key;
            }
            let key = key.text(&name.to_string_lossy());
            match path.is_dir() {
                true => key.folder(&path).text("end of the folder"),
                false => key.file(&path),
            }
        })
    }

    /// A program decides it. Those that are compiled are large, and are written
    /// anew when they change: when that was, and how large it is, says enough.
    pub fn program(mut self, program: &Path) -> Self {
        let data = fs::metadata(program).ok();
        program.hash(&mut self.0);
        data.map(|it| (it.len(), it.modified().ok()))
            .hash(&mut self.0);
        self
    }

    fn number(mut self, number: u64) -> Self {
        number.hash(&mut self.0);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::time::{Duration, SystemTime};

    fn passed(scratch: &Path, takes: bool, keeps: bool) -> Passed {
        Passed {
            takes,
            keeps,
            ..Passed::of("some-test", scratch, false)
        }
    }

    /// Whether the check was run.
    fn runs(passed: &Passed, key: &Key, result: Result<(), ()>) -> bool {
        let mut ran = false;
        let check = || {
            ran = true;
            result
        };
        let _ = passed.unless_passed("chapter/name/main.rs", key, check);
        ran
    }

    #[test]
    fn what_passed_is_not_run_again_and_what_failed_is() {
        let scratch = tempfile::tempdir().unwrap();
        let passed = passed(scratch.path(), true, true);
        let key = Key::default().text("a");
        assert!(runs(&passed, &key, Err(())), "the first time");
        assert!(runs(&passed, &key, Ok(())), "a failure is not kept");
        assert!(!runs(&passed, &key, Ok(())), "it passed");
        let other = Key::default().text("b");
        assert!(runs(&passed, &other, Err(())), "what decides it changed");
        assert!(runs(&passed, &key, Ok(())), "it failed since it passed");
        let line = passed.summary().unwrap();
        assert!(line.contains("1 of 5 were not run again"), "{line}");
        assert!(line.contains("RUN_ALL=1"), "how to run them all: {line}");
    }

    #[test]
    fn a_test_that_panics_is_not_kept() {
        let scratch = tempfile::tempdir().unwrap();
        let passed = passed(scratch.path(), true, true);
        let key = Key::default();
        let test = |fails: bool| {
            let it = || passed.test_unless_passed("some_test", &key, || assert!(!fails));
            catch_unwind(AssertUnwindSafe(it)).is_err()
        };
        assert!(test(true), "the first time it fails");
        assert!(!test(false), "then it passes");
        assert!(!test(true), "and is not run again");
    }

    #[test]
    fn in_ci_all_runs_and_nothing_is_kept() {
        let scratch = tempfile::tempdir().unwrap();
        let key = Key::default();
        let ci = passed(scratch.path(), false, false);
        assert!(runs(&ci, &key, Ok(())) && runs(&ci, &key, Ok(())));
        assert_eq!(ci.summary(), None);
        assert!(!scratch.path().join("passed").exists(), "CI keeps nothing");
        let all = passed(scratch.path(), false, true);
        assert!(runs(&all, &key, Ok(())) && runs(&all, &key, Ok(())));
        let usual = passed(scratch.path(), true, true);
        assert!(!runs(&usual, &key, Ok(())), "RUN_ALL=1 keeps what passes");
        let anew = Passed::of("some-test", scratch.path(), true);
        assert!(runs(&anew, &key, Ok(())), "what is asked for runs");
    }

    #[test]
    fn each_thing_that_decides_a_listing_lets_it_run_again() {
        let root = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let file = root.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let dir = Path::new("listings/threads/examples/order-total");
        let program = root.path().join("target/order-total");
        let files = [
            "Cargo.lock",
            "Cargo.toml",
            "rust-toolchain.toml",
            "listings/package-lock.json",
            "listings/threads/Cargo.toml",
            "listings/threads/examples/order-total/main.rs",
            "listings/threads/examples/order-total/main.rs.out",
            "listings/threads/examples/order-total/worker.ts",
            "listings/threads/examples/order-total/schedules.json",
        ];
        write("target/order-total", "program");
        let key = || {
            let key = Key::of_listing(root.path(), dir).program(&program);
            key.0.finish()
        };
        for file in files {
            let without = key();
            write(file, "a line\n");
            let with = key();
            write(file, "a lime\n");
            let changed = key();
            assert_ne!(
                without, with,
                "Key::of_listing() overlooks that {file} came"
            );
            assert_ne!(
                with, changed,
                "Key::of_listing() overlooks a change of {file}"
            );
            assert_eq!(changed, key(), "Key::of_listing() is not the same twice");
        }
        let before = key();
        write("listings/threads/examples/other/main.rs", "");
        assert_eq!(before, key(), "another listing decides nothing");
        let built = SystemTime::now() + Duration::from_secs(2);
        let file = fs::File::options().append(true).open(&program).unwrap();
        file.set_modified(built).unwrap();
        assert_ne!(before, key(), "Key::program() overlooks a build");
    }
}
