//! The memory that the explorer and the explored program share.
//!
//! Both sides compile this file. The explorer maps one [`Shared`] followed by
//! a table of [`Slot`]s; a run reads its prefix there and leaves its record.

use core::sync::atomic::{AtomicI32, AtomicU32};

/// The environment variable that holds `descriptor:length:beginning`: of the
/// mapping, and which of the program's beginnings is explored.
pub const ENV: &str = "EVERY_SCHEDULE";

/// The most choices a run may make.
pub const MAX_DEPTH: usize = 1 << 16;
/// The most threads a run may start.
pub const MAX_THREADS: usize = 512;
/// The most locks, channels, atomics and so on that a run may use.
pub const MAX_OBJECTS: usize = 1 << 14;
/// The most places in the source that create such objects.
pub const MAX_PLACES: usize = 2048;
/// The bytes that the steps of one run may fill.
pub const MAX_TRACE: usize = 24 << 20;
/// The entries of all ready lists of a run.
pub const MAX_READY: usize = 1 << 19;
/// The most lines that are remembered as loops that wait.
pub const MAX_SPINS: usize = 64;

/// A choice that names no thread: what may wake a sleeper does not happen.
pub const NOBODY: u16 = u16::MAX;
/// A length that says that there is no value.
pub const NONE: u32 = u32::MAX;

/// Merge states that cannot be told apart.
pub const MERGE: u32 = 1;
/// Make every step a choice, even those that nobody can notice.
pub const EVERY_STEP: u32 = 2;
/// The program reads the clock: times are part of a state.
pub const TIME: u32 = 4;
/// The program looks at thread ids: they are part of a state.
pub const IDS: u32 = 8;

/// The program reads an `Arc`'s counts, which depend on all that others saw.
pub const COUNTS: u32 = 16;

/// A place whose objects more than one thread uses.
pub const SHARED: u32 = 1;
/// A place whose objects are looked at without waiting (`try_lock`).
pub const TRIED: u32 = 2;

/// How a run ended.
pub mod outcome {
    /// The process ended by itself; its status says how.
    pub const EXIT: u32 = 1;
    /// Every thread waits.
    pub const DEADLOCK: u32 = 2;
    /// The threads go round: what they do next they have done before.
    pub const LIVELOCK: u32 = 3;
    /// The run reached a state that an earlier one had reached.
    pub const KNOWN: u32 = 4;
    /// The run found that more must be a choice: start again.
    pub const AGAIN: u32 = 5;
    /// Too many steps.
    pub const STEPS: u32 = 6;
    /// Too many states.
    pub const STATES: u32 = 7;
    /// The trace, or another table, is full.
    pub const MEMORY: u32 = 8;
    /// The prefix could not be followed.
    pub const STRAYED: u32 = 9;
    /// A loop that counts its turns was not followed further.
    pub const CUT: u32 = 10;
    /// An `Arc`'s counts were read while other threads lived.
    pub const COUNTED: u32 = 11;
}

macro_rules! ops {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Number { $($name),* }
        /// The operations that a step can be.
        pub mod op {
            $(#[doc = $text] pub const $name: u8 = super::Number::$name as u8;)*
        }
        /// What each operation is called in a report.
        pub const OPS: &[&str] = &[$($text),*];
    };
}
ops! {
    SPAWN = "spawn", START = "start", JOIN = "join", END = "end", LOCK = "lock",
    UNLOCK = "unlock", WANT = "want", READ = "read", WRITE = "write", SEND = "send",
    RECEIVE = "receive", HANG_UP = "hang up", WAIT = "wait", WAKE = "wake", NOTIFY = "notify",
    PARK = "park", UNPARK = "unpark", LOAD = "load", STORE = "store", UPDATE = "update",
    BARRIER = "barrier", CALL_ONCE = "call_once", PRINT = "print", EPRINT = "eprint",
    PANIC = "panic", EXIT = "exit", YIELD = "yield", SLEEP = "sleep", TRY = "try",
    FLUSH = "flush",
}

macro_rules! kinds {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[allow(clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum KindNumber { $($name),* }
        /// The kinds of objects.
        pub mod kind {
            $(#[doc = $text] pub const $name: u8 = super::KindNumber::$name as u8;)*
        }
        /// What each kind is called in a report.
        pub const KINDS: &[&str] = &[$($text),*];
    };
}
kinds! {
    THREAD = "thread", MUTEX = "mutex", RWLOCK = "rwlock", CONDVAR = "condvar",
    BARRIER = "barrier", ONCE = "once", CHANNEL = "channel", ATOMIC = "atomic",
    STDOUT = "stdout", STDERR = "stderr", PARK = "park", FENCE = "fence",
}

/// One choice beyond the prefix.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Decision {
    /// The state's number.
    pub node: u32,
    /// How much of the trace had been written.
    pub trace_at: u32,
    /// Where its ready threads begin in [`Shared::ready`].
    pub ready_at: u32,
    /// How many they are.
    pub ready_len: u32,
}

/// A thread of the run.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ThreadRecord {
    /// The same for the same thread in every run.
    pub key: u64,
    /// The line that started it; 0 for main.
    pub line: u32,
    /// Where its name is in the trace.
    pub name_at: u32,
    /// How long that is; [`NONE`] when it has no name.
    pub name_len: u32,
}

/// An object of the run.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ObjectRecord {
    /// The same for the same object in every run.
    pub key: u64,
    /// Orders objects made at one place.
    pub address: u64,
    /// The line that made it.
    pub line: u32,
    /// The column that made it.
    pub column: u32,
    /// One of [`kind`]; of a park token, the thread is in `column`.
    pub kind: u32,
}

/// A place in the source that makes objects, and what is known of them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Place {
    /// Which place; 0 for an unused entry.
    pub key: u64,
    /// [`SHARED`], [`TRIED`].
    pub bits: u32,
}

/// An entry of the table of known states.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Slot {
    /// A hash of the state; 0 for an unused entry.
    pub state: u64,
    /// Its number.
    pub node: u64,
}

/// The fixed part of the mapping; the table follows.
#[repr(C)]
pub struct Shared {
    /// The explorer adds one to ask for a run; [`NONE`] ends the server.
    pub go: AtomicU32,
    /// The server sets it to `go` when the run has ended.
    pub done: AtomicU32,
    /// The run's status, as `waitpid` gives it.
    pub status: AtomicI32,
    /// The run's process.
    pub child: AtomicI32,
    /// Steps so far, for the watchdog.
    pub steps: AtomicU32,
    /// The line of the last step, for the watchdog.
    pub last_line: AtomicU32,
    /// [`MERGE`], [`EVERY_STEP`], [`TIME`], [`IDS`], [`COUNTS`].
    pub flags: u32,
    /// The most steps a run may make.
    pub max_steps: u32,
    /// The most states in all.
    pub max_nodes: u32,
    /// Entries of the table, a power of two.
    pub slots: u32,
    /// Choices that are given.
    pub prefix_len: u32,
    /// One of [`outcome`]; 0 while it runs, and after a signal.
    pub outcome: u32,
    /// The known state that it reached.
    pub outcome_node: u32,
    /// Something was added to `places`.
    pub again: u32,
    /// States so far, over all runs.
    pub nodes: u32,
    /// Choices made beyond the prefix.
    pub decisions_len: u32,
    /// Entries of `ready`.
    pub ready_len: u32,
    /// Bytes of `trace`.
    pub trace_len: u32,
    /// Where the prefix ended in `trace`.
    pub prefix_trace: u32,
    /// Entries of `threads`.
    pub threads_len: u32,
    /// Entries of `objects`.
    pub objects_len: u32,
    /// Entries of `spins`.
    pub spins_len: u32,
    /// Whether main panicked.
    pub main_panicked: u32,
    /// A Condvar was waited on.
    pub used_condvar: u32,
    /// A thread parked.
    pub used_park: u32,
    /// A time-out could strike.
    pub used_timeout: u32,
    /// A reader waited for a reader with a writer between them.
    pub used_reader_queue: u32,
    /// A `compare_exchange_weak` could fail for no reason.
    pub used_weak_exchange: u32,
    /// A thread was let go of whose result nobody took.
    pub used_result: u32,
    /// The choices to repeat.
    pub prefix: [u16; MAX_DEPTH],
    /// Choices beyond the prefix.
    pub decisions: [Decision; MAX_DEPTH],
    /// Ready threads of those choices.
    pub ready: [u16; MAX_READY],
    /// The threads.
    pub threads: [ThreadRecord; MAX_THREADS],
    /// The objects.
    pub objects: [ObjectRecord; MAX_OBJECTS],
    /// Which thread has which region of the heap, over all runs: its key.
    pub regions: [u64; MAX_THREADS],
    /// What is known of places, over all runs.
    pub places: [Place; MAX_PLACES],
    /// Lines of loops that count their turns and were not followed to their
    /// end, over all runs.
    pub spins: [u32; MAX_SPINS],
    /// The steps, one after the other: see [`EVENT`].
    pub trace: [u8; MAX_TRACE],
}

/// Bytes of a step before its value: op u8, holders u8, thread u16, object
/// u32, line u32, child u32, value length u32. The value's bytes follow, then
/// the holders, u16 each. An object is its index + 1.
pub const EVENT: usize = 20;

/// Spreads `a` and `b` over 64 bits; the same on every machine.
#[must_use]
pub const fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ 0x9e37_79b9_7f4a_7c15) as u128
        * ((b.rotate_left(29) ^ 0xd1b5_4a32_d192_ed03) | 1) as u128;
    let mut h = (x as u64) ^ ((x >> 64) as u64) ^ b.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 32;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 29)
}

/// [`mix`] over bytes.
#[must_use]
pub const fn mix_bytes(mut h: u64, bytes: &[u8]) -> u64 {
    let mut i = 0;
    while i < bytes.len() {
        let mut word = 0u64;
        let mut n = 0;
        while n < 8 && i < bytes.len() {
            word |= (bytes[i] as u64) << (8 * n);
            n += 1;
            i += 1;
        }
        h = mix(h, word);
    }
    mix(h, bytes.len() as u64)
}
