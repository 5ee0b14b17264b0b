//! What is measured: a list of contenders, each of which can give one sample.

use book_content::measurements::{Language, Unit};

/// How much a sample does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Enough for a number that means something.
    Full,
    /// As little as possible: only to see that everything runs.
    Quick,
}

impl Effort {
    /// How often to do what a full sample does `full` times.
    pub fn times(self, full: usize) -> usize {
        match self {
            Self::Full => full,
            Self::Quick => (full / 500).max(2),
        }
    }

    /// The word for it in messages between processes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Quick => "quick",
        }
    }
}

/// Takes one sample, in the unit of its contender.
pub type Sampler = Box<dyn Fn(Effort) -> f64>;

/// Where the samples of a contender come from.
pub enum Source {
    /// From a function of this program.
    Here(Sampler),
    /// From a function of `node/main.ts`, in the one Node process that lives
    /// as long as the run.
    Node {
        /// Its name there.
        function: &'static str,
        /// What it is given.
        parameter: u64,
    },
    /// From a process of this program that does nothing else, and prints the
    /// samples of all contenders that name it.
    Fresh(&'static str),
    /// From such a process of Node.
    FreshNode(&'static str),
}

/// One thing that is measured.
pub struct Contender {
    /// `group/contender` or `group/contender/parameter`.
    pub name: String,
    /// The contender in a few words, in which back quotes mark code.
    pub label: &'static str,
    /// In which language it is written.
    pub language: Language,
    /// What a sample counts.
    pub unit: Unit,
    /// Where samples come from.
    pub source: Source,
}

impl Contender {
    /// A contender in Rust, in nanoseconds.
    pub fn rust(
        name: impl Into<String>,
        label: &'static str,
        sample: impl Fn(Effort) -> f64 + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            label,
            language: Language::Rust,
            unit: Unit::Nanoseconds,
            source: Source::Here(Box::new(sample)),
        }
    }

    /// A contender on Node, in nanoseconds.
    pub fn node(
        name: impl Into<String>,
        label: &'static str,
        function: &'static str,
        parameter: u64,
    ) -> Self {
        Self {
            name: name.into(),
            label,
            language: Language::TypeScript,
            unit: Unit::Nanoseconds,
            source: Source::Node {
                function,
                parameter,
            },
        }
    }

    /// A contender in a process of its own.
    pub fn fresh(
        name: &str,
        label: &'static str,
        language: Language,
        unit: Unit,
        program: &'static str,
    ) -> Self {
        Self {
            name: name.to_owned(),
            label,
            language,
            unit,
            source: match language {
                Language::Rust => Source::Fresh(program),
                Language::TypeScript => Source::FreshNode(program),
            },
        }
    }
}
