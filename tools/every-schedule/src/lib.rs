#![doc = include_str!("../README.md")]

#[cfg(target_os = "linux")]
mod cycles;
mod package;
mod report;
#[cfg(target_os = "linux")]
mod search;
#[cfg(target_os = "linux")]
#[allow(dead_code, unsafe_code)]
#[path = "../std/src/shared.rs"]
mod shared;
mod source;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A program to explore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// What it is called in messages.
    pub name: String,
    /// Its source, unchanged.
    pub source: String,
}

impl Program {
    /// A program from a file; it is called as the file is shown.
    ///
    /// # Errors
    ///
    /// When the file cannot be read as UTF-8.
    pub fn read(file: impl AsRef<Path>) -> std::io::Result<Self> {
        let file = file.as_ref();
        let source = std::fs::read_to_string(file)?.replace("\r\n", "\n");
        Ok(Self {
            name: file.to_string_lossy().replace('\\', "/"),
            source,
        })
    }
}

/// Why a program was not explored. Shown as `line 3: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line to look at, where there is one.
    pub line: Option<usize>,
    /// What is in the way and why.
    pub message: String,
}

impl Refusal {
    pub(crate) fn at(line: usize, message: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            message: message.into(),
        }
    }
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self {
            line: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Refusal {}

/// How a schedule ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The process ended, by itself or by a signal.
    Exit,
    /// main panicked.
    Panic,
    /// Every thread waits for another.
    Deadlock,
    /// Every thread waits, and at least one by looking again and again.
    Livelock,
}

impl Kind {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exit => "exit",
            Self::Panic => "panic",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
        }
    }
}

/// A thread of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its own name, or `thread 1`.
    pub name: String,
    /// The line that starts it; none for main.
    pub line: Option<u32>,
}

/// What a thread waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitsFor {
    /// The object, as it is called in the source.
    pub object: String,
    /// The threads that have it.
    pub held_by: Vec<usize>,
}

/// One step of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which thread made it.
    pub thread: usize,
    /// The operation.
    pub op: &'static str,
    /// On what.
    pub object: Option<String>,
    /// The thread that is started or joined.
    pub child: Option<usize>,
    /// Where in the source.
    pub line: Option<u32>,
    /// The value read or written, the message, the printed text.
    pub value: Option<String>,
    /// What the thread begins to wait for.
    pub waits_for: Option<WaitsFor>,
}

/// One way in which the program can end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// How.
    pub kind: Kind,
    /// The exit code; of a signal, 128 and its number; none where the program
    /// never ends.
    pub code: Option<i32>,
    /// What it has printed.
    pub stdout: String,
    /// What it has printed to standard error, panic messages included.
    pub stderr: String,
    /// Threads that had not ended when main did.
    pub abandoned: Vec<String>,
    /// In how many schedules, where they were counted.
    pub schedules: Option<u128>,
    /// All threads of the program; steps name them by their place here.
    pub threads: Vec<Thread>,
    /// A shortest schedule that ends so: fewest switches, then fewest steps.
    pub steps: Vec<Step>,
    /// Of a livelock in which threads change things and change them back: the
    /// step from which on the steps repeat for ever.
    pub round: Option<usize>,
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The thread that goes on; none where a possible wake-up never comes.
    pub thread: Option<usize>,
    /// The node that it leads to.
    pub to: usize,
    /// What happens on the way.
    pub steps: Vec<Step>,
}

/// A state in which there is a choice, or an ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A choice, by thread.
    Choice(Vec<Next>),
    /// The ending with this number.
    Ending(usize),
}

/// Every choice of the program, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// The node to begin with.
    pub start: usize,
    /// All nodes.
    pub nodes: Vec<Node>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedules {
    /// Whether every schedule was explored.
    pub complete: bool,
    /// If not, which limit was hit.
    pub limit: Option<String>,
    /// What has to be true of the real run for the answer to be.
    pub assumptions: Vec<String>,
    /// How many schedules there are, where they were counted.
    pub schedules: Option<u128>,
    /// The endings: exits first, each kind by what it printed.
    pub endings: Vec<Ending>,
    /// All choices; none where it would be too big.
    pub graph: Option<Graph>,
    /// How much work it was: states with a choice, and runs of the program.
    pub effort: Effort,
}

/// How much work an exploration was. Not part of the JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// States in which there was a choice.
    pub states: usize,
    /// Processes started.
    pub runs: usize,
}

const UNSUPPORTED: &str = "Unsupported: schedules are explored on Linux only, by its way to copy \
                           a process; what was recorded there can be read anywhere";

/// Explores programs, within limits.
#[derive(Debug, Clone)]
pub struct Explorer {
    /// The most states with a choice.
    pub max_states: usize,
    /// The most steps of one run.
    pub max_steps: usize,
    /// The longest time for one program.
    pub timeout: Duration,
    /// How long a run may make no step.
    pub watchdog: Duration,
    /// The most endings.
    pub max_endings: usize,
    /// The most memory that the explorer may use for one program's steps, and
    /// for its endings.
    pub max_memory: usize,
    /// The biggest graph that is part of the answer, in nodes.
    pub max_graph: usize,
    /// Whether states that cannot be told apart are merged.
    pub merge: bool,
    /// Whether every step is a choice, even where nobody can notice.
    pub every_step: bool,
    /// Whether the programs are optimized. If not, they are built in a third of
    /// the time; what a turn of a loop leaves on its stack is then less tidy, so
    /// a loop may be recognized some turns later.
    pub optimized: bool,
    /// Where packages are generated and built.
    pub target: PathBuf,
}

impl Default for Explorer {
    fn default() -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
            PathBuf::from,
        );
        Self {
            max_states: 200_000,
            max_steps: 20_000,
            timeout: Duration::from_secs(60),
            watchdog: Duration::from_secs(5),
            max_endings: 50_000,
            max_memory: 512 << 20,
            max_graph: 4096,
            merge: true,
            every_step: false,
            optimized: true,
            target: target.join("every-schedule"),
        }
    }
}

impl Explorer {
    /// Explores one program.
    ///
    /// # Errors
    ///
    /// When it cannot be explored faithfully, does not compile, or the system
    /// is not Linux.
    pub fn explore(&self, program: &Program) -> Result<Schedules, Refusal> {
        self.explore_all(std::slice::from_ref(program)).remove(0)
    }

    /// Explores many programs, which are built by one call of cargo.
    ///
    /// # Errors
    ///
    /// In each entry, as [`Explorer::explore`].
    pub fn explore_all(&self, programs: &[Program]) -> Vec<Result<Schedules, Refusal>> {
        if cfg!(not(target_os = "linux")) {
            let refuse = |_| Err(Refusal::whole(UNSUPPORTED));
            return programs.iter().map(refuse).collect();
        }
        let checked: Vec<Result<source::Source, Refusal>> = programs
            .iter()
            .map(|program| source::Source::checked(&program.source))
            .collect();
        let good: Vec<Program> = programs
            .iter()
            .zip(&checked)
            .filter_map(|(p, source)| {
                let source = source.as_ref().ok()?.to_build(&p.source);
                let name = p.name.clone();
                Some(Program { name, source })
            })
            .collect();
        let mut built = match package::build(&good, self.optimized, &self.target) {
            Ok(built) => built.into_iter(),
            Err(error) => {
                vec![Err(Refusal::whole(format!("cannot be built: {error}"))); good.len()]
                    .into_iter()
            }
        };
        checked
            .into_iter()
            .map(|source| {
                let source = source?;
                let file = built
                    .next()
                    .unwrap_or_else(|| Err(Refusal::whole("was not built")))?;
                self.search(&file, 0, &source)
            })
            .collect()
    }

    /// Explores a program from several beginnings, functions of its own without
    /// arguments and results; it has no `main`. It is read and built once, which
    /// takes longer than to explore it.
    ///
    /// # Errors
    ///
    /// In each entry, as [`Explorer::explore`].
    pub fn explore_beginnings(
        &self,
        program: &Program,
        beginnings: &[&str],
    ) -> Vec<Result<Schedules, Refusal>> {
        let all = |refusal: Refusal| vec![Err(refusal); beginnings.len()];
        if cfg!(not(target_os = "linux")) {
            return all(Refusal::whole(UNSUPPORTED));
        }
        let source = match source::Source::checked(&program.source) {
            Ok(source) => source,
            Err(refusal) => return all(refusal),
        };
        let main = format!(
            "\nfn main() {{ let all: [fn(); {}] = [{}]; all[std::rt::beginning()]() }}\n",
            beginnings.len(),
            beginnings.join(", "),
        );
        let to_build = Program {
            name: program.name.clone(),
            source: source.to_build(&program.source) + &main,
        };
        let built = package::build(&[to_build], self.optimized, &self.target)
            .map_err(|error| Refusal::whole(format!("cannot be built: {error}")))
            .and_then(|mut built| built.remove(0));
        let file = match built {
            Ok(file) => file,
            Err(refusal) => return all(refusal),
        };
        (0..beginnings.len())
            .map(|beginning| self.search(&file, beginning, &source))
            .collect()
    }

    #[cfg(target_os = "linux")]
    fn search(
        &self,
        file: &Path,
        beginning: usize,
        source: &source::Source,
    ) -> Result<Schedules, Refusal> {
        search::search(self, file, beginning, source)
    }

    #[cfg(not(target_os = "linux"))]
    fn search(&self, _: &Path, _: usize, _: &source::Source) -> Result<Schedules, Refusal> {
        Err(Refusal::whole(UNSUPPORTED))
    }
}

/// Explores many programs within the usual limits.
///
/// # Errors
///
/// In each entry, as [`Explorer::explore`].
#[must_use]
pub fn explore_all(programs: &[Program]) -> Vec<Result<Schedules, Refusal>> {
    Explorer::default().explore_all(programs)
}
