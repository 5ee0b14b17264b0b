//! Drives the fork server: which prefix is run next, and what came of it.
#![allow(unsafe_code)] // memory shared with another process, and its system calls

use crate::cycles::{self, Spot};
use crate::shared::{
    self, EVENT, KINDS, MAX_DEPTH, NOBODY, NONE, OPS, Shared, Slot, kind, op, outcome,
};
use crate::source::Source;
use crate::{
    Effort, Ending, Explorer, Graph, Kind, Next, Node, Refusal, Schedules, Step, Thread, WaitsFor,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The memory shared with the program's processes.
struct Memory {
    at: *mut Shared,
    length: usize,
    fd: OwnedFd,
}

impl Memory {
    fn new(slots: usize) -> std::io::Result<Self> {
        let length = size_of::<Shared>() + slots * size_of::<Slot>();
        // SAFETY: plain system calls; the mapping is checked and owned.
        unsafe {
            let fd = libc::memfd_create(c"every-schedule".as_ptr(), 0);
            if fd < 0 {
                return Err(std::io::Error::last_os_error());
            }
            let fd = OwnedFd::from_raw_fd(fd);
            if libc::ftruncate(fd.as_raw_fd(), length as libc::off_t) != 0 {
                return Err(std::io::Error::last_os_error());
            }
            let (rw, shared) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED);
            let at = libc::mmap(std::ptr::null_mut(), length, rw, shared, fd.as_raw_fd(), 0);
            if at == libc::MAP_FAILED {
                return Err(std::io::Error::last_os_error());
            }
            Ok(Self {
                at: at.cast(),
                length,
                fd,
            })
        }
    }
    fn get(&self) -> &Shared {
        // SAFETY: mapped; between runs nobody writes it, and during a run only
        // its atomics are read.
        unsafe { &*self.at }
    }
    fn get_mut(&mut self) -> &mut Shared {
        // SAFETY: mapped; called only between runs.
        unsafe { &mut *self.at }
    }
    fn forget_states(&mut self) {
        let slots = self.get().slots as usize;
        // SAFETY: the table lies behind `Shared`; between runs nobody uses it.
        unsafe { self.at.add(1).cast::<Slot>().write_bytes(0, slots) };
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`, with this length.
        unsafe { libc::munmap(self.at.cast(), self.length) };
    }
}

fn futex(word: &AtomicU32, operation: libc::c_int, value: u32, time: Option<Duration>) {
    let time = time.map(|t| libc::timespec {
        tv_sec: t.as_secs() as libc::time_t,
        tv_nsec: libc::c_long::from(t.subsec_nanos() as i32),
    });
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the word and the time outlive the call.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), operation, value, time) };
}

/// The program, stopped before `main`; each run is a copy of it.
struct Server {
    child: Child,
    memory: Memory,
}

/// A run that did not end by itself.
struct Stuck {
    line: u32,
    out_of_time: bool,
}

impl Server {
    fn start(file: &Path, beginning: usize, memory: Memory) -> std::io::Result<Self> {
        let mut command = Command::new(file);
        let fd = memory.fd.as_raw_fd();
        command
            .env_clear()
            .env(shared::ENV, format!("{fd}:{}:{beginning}", memory.length))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // SAFETY: only system calls that are allowed after a fork.
        unsafe {
            command.pre_exec(move || {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                libc::personality(libc::ADDR_NO_RANDOMIZE as libc::c_ulong);
                let none = libc::rlimit {
                    rlim_cur: 0,
                    rlim_max: 0,
                };
                libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
                // Only one thread runs at a time, and it is handed over faster
                // within one core.
                let mut one: libc::cpu_set_t = std::mem::zeroed();
                libc::CPU_SET(libc::sched_getcpu().max(0) as usize, &mut one);
                libc::sched_setaffinity(0, size_of_val(&one), &raw const one);
                Ok(())
            })
        };
        Ok(Self {
            child: command.spawn()?,
            memory,
        })
    }

    /// One run. The watchdog ends it when it makes no step for a while.
    fn run(&mut self, watchdog: Duration, until: Instant) -> Result<Option<Stuck>, Refusal> {
        let sh = self.memory.get();
        let number = sh.go.load(Ordering::Relaxed) + 1;
        sh.go.store(number, Ordering::Release);
        futex(&sh.go, libc::FUTEX_WAKE, 1, None);
        let mut last = (0, Instant::now());
        let mut stuck = None;
        loop {
            let done = sh.done.load(Ordering::Acquire);
            if done == number {
                return Ok(stuck);
            }
            futex(
                &sh.done,
                libc::FUTEX_WAIT,
                done,
                Some(Duration::from_millis(50)),
            );
            if sh.done.load(Ordering::Acquire) == number {
                return Ok(stuck);
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                let text = format!("the program ended before `main` ({status})");
                return Err(Refusal::whole(text));
            }
            let now = Instant::now();
            let steps = sh.steps.load(Ordering::Relaxed);
            if steps != last.0 {
                last = (steps, now);
            }
            if stuck.is_none() && (now - last.1 > watchdog || now > until) {
                let line = sh.last_line.load(Ordering::Relaxed);
                stuck = Some(Stuck {
                    line,
                    out_of_time: now > until,
                });
                let pid = sh.child.load(Ordering::Acquire);
                if pid > 0 {
                    // SAFETY: it has not been waited for, since the run is not
                    // done: the number is still its own.
                    unsafe { libc::kill(pid, libc::SIGKILL) };
                }
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let sh = self.memory.get();
        sh.go.store(NONE, Ordering::Release);
        futex(&sh.go, libc::FUTEX_WAKE, 1, None);
        let _ = self.child.wait();
    }
}

// --- what is known so far ------------------------------------------------------

#[derive(Clone, Copy)]
enum To {
    Nowhere,
    Node(u32),
    Ending(u32),
}

#[derive(Clone, Copy)]
struct Edge {
    to: To,
    /// Its steps, in `Known::steps`.
    steps: (usize, usize),
}

struct Choice {
    /// As the run numbers its threads: to repeat.
    replay: Vec<u16>,
    /// As the report numbers them.
    ready: Vec<u16>,
    edges: Vec<Edge>,
    parent: Option<(u32, u32)>,
}

type EndingKey = (Kind, String, Option<i32>, String, Vec<String>);

#[derive(Default)]
struct Known {
    choices: Vec<Choice>,
    steps: Vec<u8>,
    first: Option<Edge>,
    endings: Vec<EndingKey>,
    ending_of: HashMap<EndingKey, u32>,
    /// Bytes that the endings will take with their examples, about.
    endings_size: usize,
    threads: Vec<shared::ThreadRecord>,
    names: Vec<Option<String>>,
    objects: Vec<shared::ObjectRecord>,
}

/// A step as the trace holds it.
struct Raw<'a> {
    op: u8,
    thread: u16,
    object: u32,
    line: u32,
    child: u32,
    value: Option<&'a [u8]>,
    holders: &'a [u8],
    length: usize,
}

fn read(trace: &[u8]) -> Raw<'_> {
    let word =
        |at: usize| u32::from_ne_bytes([trace[at], trace[at + 1], trace[at + 2], trace[at + 3]]);
    let length = word(16);
    let end = EVENT + if length == NONE { 0 } else { length as usize };
    let holders = 2 * usize::from(trace[1]);
    Raw {
        op: trace[0],
        thread: u16::from_ne_bytes([trace[2], trace[3]]),
        object: word(4),
        line: word(8),
        child: word(12),
        value: (length != NONE).then(|| &trace[EVENT..end]),
        holders: &trace[end..end + holders],
        length: end + holders,
    }
}

fn each(mut trace: &[u8], mut f: impl FnMut(Raw<'_>)) {
    while !trace.is_empty() {
        let raw = read(trace);
        let length = raw.length;
        f(raw);
        trace = &trace[length..];
    }
}

/// Whether it is a step of the report.
fn shown(raw: &Raw<'_>) -> bool {
    // The message that a panic prints belongs to the step before it.
    raw.op != op::FLUSH && !(raw.op == op::EPRINT && raw.object == 0)
}

/// What a trace has printed: on stdout, how much of that has left the process,
/// and on stderr.
#[derive(Default)]
struct Printed {
    stdout: Vec<u8>,
    out: usize,
    stderr: Vec<u8>,
}

impl Printed {
    fn step(&mut self, raw: &Raw<'_>) {
        match raw.op {
            op::PRINT => {
                let text = raw.value.unwrap_or_default();
                self.stdout.extend_from_slice(text);
                if let Some(at) = text.iter().rposition(|b| *b == b'\n') {
                    self.out = self.stdout.len() - (text.len() - at - 1);
                }
            }
            op::FLUSH if raw.object > 0 => self.out = self.stdout.len(),
            op::EPRINT => self.stderr.extend_from_slice(raw.value.unwrap_or_default()),
            _ => {}
        }
    }
    /// Stdout and stderr. std keeps the end of a line until the line is complete,
    /// and writes it at the end of the process, if that comes.
    fn texts(mut self, ended: bool) -> (String, String) {
        if !ended {
            self.stdout.truncate(self.out);
        }
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (text(self.stdout), text(self.stderr))
    }
}

/// A run numbers its threads and objects as they come; the report numbers them
/// once for all runs.
struct Numbers {
    threads: Vec<u16>,
    objects: Vec<u32>,
}

impl Known {
    fn numbers(&mut self, sh: &Shared) -> Numbers {
        let mut threads = Vec::new();
        for record in &sh.threads[..sh.threads_len as usize] {
            let at = self
                .threads
                .iter()
                .position(|t| t.key == record.key)
                .unwrap_or_else(|| {
                    let name = (record.name_len != NONE).then(|| {
                        let from = record.name_at as usize;
                        let bytes = &sh.trace[from..from + record.name_len as usize];
                        String::from_utf8_lossy(bytes).into_owned()
                    });
                    self.threads.push(*record);
                    self.names.push(name);
                    self.threads.len() - 1
                });
            threads.push(at as u16);
        }
        let mut objects = Vec::new();
        for record in &sh.objects[..sh.objects_len as usize] {
            let at = self
                .objects
                .iter()
                .position(|o| o.key == record.key)
                .unwrap_or_else(|| {
                    let mut record = *record;
                    if record.kind == u32::from(kind::PARK) {
                        let tid = record.column as usize;
                        record.column = u32::from(threads.get(tid).copied().unwrap_or(0));
                    }
                    self.objects.push(record);
                    self.objects.len() - 1
                });
            objects.push(at as u32);
        }
        Numbers { threads, objects }
    }

    /// Keeps a part of the trace, with the report's numbers.
    fn keep(&mut self, trace: &[u8], numbers: &Numbers) -> (usize, usize) {
        let from = self.steps.len();
        each(trace, |raw| {
            if raw.op == op::FLUSH && raw.object == 0 {
                return; // it carries a name
            }
            let at = self.steps.len();
            let start = raw.value.map_or(0, <[u8]>::len);
            self.steps.push(raw.op);
            self.steps.push((raw.holders.len() / 2) as u8);
            self.steps
                .extend(numbers.threads[usize::from(raw.thread)].to_ne_bytes());
            let object = match raw.object {
                0 => 0,
                n => numbers.objects[n as usize - 1] + 1,
            };
            self.steps.extend(object.to_ne_bytes());
            self.steps.extend(raw.line.to_ne_bytes());
            let child = match raw.child {
                0 => 0,
                n => u32::from(numbers.threads[n as usize - 1]) + 1,
            };
            self.steps.extend(child.to_ne_bytes());
            let length = if raw.value.is_some() {
                start as u32
            } else {
                NONE
            };
            self.steps.extend(length.to_ne_bytes());
            self.steps.extend(raw.value.unwrap_or_default());
            for pair in raw.holders.chunks_exact(2) {
                let tid = u16::from_ne_bytes([pair[0], pair[1]]);
                self.steps
                    .extend(numbers.threads[usize::from(tid)].to_ne_bytes());
            }
            debug_assert_eq!(self.steps.len() - at, raw.length);
        });
        (from, self.steps.len())
    }

    fn edge(&mut self, from: Option<(u32, u32)>, edge: Edge) {
        match from {
            None => self.first = Some(edge),
            Some((node, index)) => self.choices[node as usize].edges[index as usize] = edge,
        }
    }

    fn prefix(&self, mut to: Option<(u32, u32)>) -> Vec<u16> {
        let mut prefix = Vec::new();
        while let Some((node, index)) = to {
            let choice = &self.choices[node as usize];
            prefix.push(choice.replay[index as usize]);
            to = choice.parent;
        }
        prefix.reverse();
        prefix
    }

    /// What the run ended with, told by its whole trace.
    fn ending(&mut self, sh: &Shared) -> u32 {
        let status = sh.status.load(Ordering::Acquire);
        let (kind, code) = match sh.outcome {
            outcome::DEADLOCK => (Kind::Deadlock, None),
            outcome::LIVELOCK => (Kind::Livelock, None),
            _ if libc::WIFEXITED(status) => {
                let code = libc::WEXITSTATUS(status);
                let panicked = code == 101 && sh.main_panicked != 0;
                (if panicked { Kind::Panic } else { Kind::Exit }, Some(code))
            }
            _ => (Kind::Exit, Some(128 + libc::WTERMSIG(status))),
        };
        let mut printed = Printed::default();
        let mut alive: Vec<bool> = vec![true; sh.threads_len as usize];
        let mut exited = false;
        let mut holder = None;
        let mut lost = false;
        let is_stdout = |object: u32| {
            let record = (object as usize).checked_sub(1).map(|o| &sh.objects[o]);
            record.is_some_and(|o| o.kind == u32::from(kind::STDOUT))
        };
        each(&sh.trace[..sh.trace_len as usize], |raw| {
            printed.step(&raw);
            match raw.op {
                op::LOCK if is_stdout(raw.object) => holder = Some(raw.thread),
                op::UNLOCK if is_stdout(raw.object) => holder = None,
                op::END => alive[usize::from(raw.thread)] = false,
                op::EXIT => {
                    exited = true;
                    lost = holder.is_some_and(|h| h != raw.thread);
                    alive[usize::from(raw.thread)] = false;
                }
                _ => {}
            }
        });
        // The end of a line is written if nobody else has the stream's lock.
        let ended = sh.outcome == outcome::EXIT && libc::WIFEXITED(status) && !lost;
        let (stdout, stderr) = printed.texts(ended);
        let abandoned = if exited || code.is_some() {
            let numbers = self.numbers(sh);
            let left = alive
                .iter()
                .enumerate()
                .skip(1)
                .filter(|(_, alive)| **alive);
            left.map(|(tid, _)| self.thread_name(usize::from(numbers.threads[tid])))
                .collect()
        } else {
            Vec::new()
        };
        let steps = sh.steps.load(Ordering::Relaxed) as usize;
        self.ending_number((kind, stdout, code, stderr, abandoned), steps)
    }

    /// `steps`: how many its example may have at most.
    fn ending_number(&mut self, key: EndingKey, steps: usize) -> u32 {
        let next = self.endings.len() as u32;
        *self.ending_of.entry(key.clone()).or_insert_with(|| {
            self.endings_size += 2 * (key.1.len() + key.3.len()) + size_of::<Step>() * steps;
            self.endings.push(key);
            next
        })
    }

    fn thread_name(&self, thread: usize) -> String {
        self.names[thread]
            .clone()
            .unwrap_or_else(|| format!("thread {thread}"))
    }
}

// --- the search ------------------------------------------------------------------

/// How many runs are made after one had to be cut off.
const RUNS_AFTER_A_CUT: usize = 300;
/// How many steps each of them may have.
const STEPS_AFTER_A_CUT: u32 = 2000;

/// Explores the program in `file`.
pub fn search(
    explorer: &Explorer,
    file: &Path,
    beginning: usize,
    source: &Source,
) -> Result<Schedules, Refusal> {
    let slots = (explorer.max_states * 2 + 1024).next_power_of_two();
    let fail = |error: std::io::Error| Refusal::whole(format!("cannot be run: {error}"));
    let memory = Memory::new(slots).map_err(fail)?;
    let mut server = Server::start(file, beginning, memory).map_err(fail)?;
    let max_steps = explorer.max_steps.min(u32::MAX as usize) as u32;
    let mut flags = 0;
    if explorer.merge {
        flags |= shared::MERGE;
    }
    if explorer.every_step {
        flags |= shared::EVERY_STEP;
    }
    if source.mentions("Instant") {
        flags |= shared::TIME;
    }
    if source.mentions("id") || source.mentions("ThreadId") || source.mentions("current") {
        flags |= shared::IDS;
    }
    if source.counts() {
        flags |= shared::COUNTS;
    }
    {
        let sh = server.memory.get_mut();
        sh.flags = flags;
        sh.slots = slots as u32;
        sh.max_steps = max_steps;
        sh.max_nodes = explorer.max_states as u32;
    }
    let until = Instant::now() + explorer.timeout;
    let mut known = Known::default();
    let mut todo: VecDeque<Option<(u32, u32)>> = VecDeque::from([None]);
    let mut limit = None;
    let mut runs = 0;
    // When a run had to be cut off, what cut it, and how many runs there were.
    let mut cut_off: Option<(String, usize)> = None;
    // Depth first, as that takes the least memory; but in a program that can go
    // on for ever, what ends soon comes first.
    while let Some(from) = if cut_off.is_some() {
        todo.pop_front()
    } else {
        todo.pop_back()
    } {
        if cut_off
            .as_ref()
            .is_some_and(|(_, then)| runs >= then + RUNS_AFTER_A_CUT)
        {
            break;
        }
        if Instant::now() > until {
            limit = Some(out_of_time(explorer));
            break;
        }
        if known.steps.len() > explorer.max_memory {
            limit = Some(format!(
                "stopped when the steps filled {} MB of memory; \
                 make the program smaller or raise the limit",
                explorer.max_memory >> 20
            ));
            break;
        }
        if known.endings.len() > explorer.max_endings || known.endings_size > explorer.max_memory {
            limit = Some(format!(
                "stopped at {} endings, whose outputs and examples fill {} MB of memory; \
                 make the program smaller or raise the limit",
                known.endings.len(),
                known.endings_size >> 20
            ));
            break;
        }
        let prefix = known.prefix(from);
        {
            let sh = server.memory.get_mut();
            if prefix.len() > MAX_DEPTH {
                limit = Some(format!("stopped at a schedule of {} choices", prefix.len()));
                break;
            }
            sh.prefix[..prefix.len()].copy_from_slice(&prefix);
            sh.prefix_len = prefix.len() as u32;
            sh.prefix_trace = 0;
            sh.outcome = 0;
            sh.again = 0;
            sh.decisions_len = 0;
            sh.ready_len = 0;
            sh.trace_len = 0;
            sh.threads_len = 0;
            sh.objects_len = 0;
            sh.main_panicked = 0;
            sh.steps.store(0, Ordering::Relaxed);
            sh.last_line.store(0, Ordering::Relaxed);
        }
        runs += 1;
        let stuck = server.run(explorer.watchdog, until)?;
        let sh = server.memory.get();
        if let Some(stuck) = stuck {
            limit = Some(if stuck.out_of_time {
                out_of_time(explorer)
            } else {
                format!(
                    "stopped: a run made no step for {} s after line {}; it computes for long \
                     or waits for something that is not explored",
                    explorer.watchdog.as_secs(),
                    stuck.line
                )
            });
            break;
        }
        if sh.again != 0 {
            // More must be a choice than was thought: all over again.
            known = Known::default();
            todo = VecDeque::from([None]);
            cut_off = None;
            server.memory.get_mut().max_steps = max_steps;
            server.memory.get_mut().nodes = 0;
            server.memory.forget_states();
            continue;
        }
        match sh.outcome {
            outcome::STRAYED => {
                return Err(Refusal {
                    line: Some(sh.last_line.load(Ordering::Relaxed) as usize).filter(|l| *l > 0),
                    message: "does not behave the same twice under the same schedule: something \
                              in it is not explored (time, addresses, randomness)"
                        .into(),
                });
            }
            outcome::COUNTED => {
                return Err(Refusal {
                    line: Some(sh.last_line.load(Ordering::Relaxed) as usize).filter(|l| *l > 0),
                    message: "an Arc's counts are refused while other threads live, since the \
                              explorer does not see which of them still have it; join them first"
                        .into(),
                });
            }
            outcome::STEPS | outcome::MEMORY if cut_off.is_none() => {
                let line = sh.last_line.load(Ordering::Relaxed);
                let why = if sh.outcome == outcome::STEPS {
                    format!("of more than {max_steps} steps")
                } else {
                    "with too many steps, threads or objects to keep".into()
                };
                cut_off = Some((
                    format!(
                        "a run {why} was cut off after line {line}: the program may go on for \
                         ever there; what ends sooner was tried then, in up to \
                         {RUNS_AFTER_A_CUT} more runs"
                    ),
                    runs,
                ));
            }
            outcome::STATES => {
                limit = Some(format!(
                    "stopped at {} states; make the program smaller or raise the limit",
                    explorer.max_states
                ));
            }
            _ => {}
        }
        // Record the choices beyond the prefix and what lies between them.
        let numbers = known.numbers(sh);
        let mut from = from;
        let mut at = sh.prefix_trace as usize;
        let mut alternatives = Vec::new();
        for decision in &sh.decisions[..sh.decisions_len as usize] {
            let to = decision.trace_at as usize;
            let steps = known.keep(&sh.trace[at..to], &numbers);
            known.edge(
                from,
                Edge {
                    to: To::Node(decision.node),
                    steps,
                },
            );
            let ready = decision.ready_at as usize;
            let replay = sh.ready[ready..ready + decision.ready_len as usize].to_vec();
            let shown = replay
                .iter()
                .map(|&tid| {
                    if tid == NOBODY {
                        NOBODY
                    } else {
                        numbers.threads[usize::from(tid)]
                    }
                })
                .collect();
            let nowhere = Edge {
                to: To::Nowhere,
                steps: (0, 0),
            };
            debug_assert_eq!(known.choices.len(), decision.node as usize);
            for index in 1..replay.len() as u32 {
                alternatives.push(Some((decision.node, index)));
            }
            known.choices.push(Choice {
                edges: vec![nowhere; replay.len()],
                ready: shown,
                replay,
                parent: from,
            });
            from = Some((decision.node, 0));
            at = to;
        }
        todo.extend(alternatives);
        if limit.is_some() {
            break;
        }
        let steps = known.keep(&sh.trace[at..sh.trace_len as usize], &numbers);
        let to = match sh.outcome {
            outcome::KNOWN => To::Node(sh.outcome_node),
            outcome::CUT | outcome::STEPS | outcome::MEMORY => To::Nowhere,
            _ => To::Ending(known.ending(sh)),
        };
        known.edge(from, Edge { to, steps });
        if cut_off.is_some() {
            let sh = server.memory.get_mut();
            sh.max_steps = sh.max_steps.min(STEPS_AFTER_A_CUT);
        }
    }
    let limit = limit
        .or(cut_off.map(|(text, _)| text))
        .or_else(|| cut(server.memory.get()));
    let assumptions = assumptions(server.memory.get(), source);
    let effort = Effort {
        states: known.choices.len(),
        runs,
    };
    drop(server);
    Ok(Answer::new(known, source).finish(explorer, limit, assumptions, effort))
}

fn out_of_time(explorer: &Explorer) -> String {
    format!(
        "stopped after {} s; make the program smaller or allow more time",
        explorer.timeout.as_secs()
    )
}

fn lines(lines: &[usize]) -> String {
    let list: Vec<String> = lines.iter().map(ToString::to_string).collect();
    format!(
        "line{} {}",
        if lines.len() == 1 { "" } else { "s" },
        list.join(", ")
    )
}

/// What is said of loops that were not followed to their end.
fn cut(sh: &Shared) -> Option<String> {
    let spins = &sh.spins[..sh.spins_len as usize];
    let mut places: Vec<usize> = spins.iter().map(|l| *l as usize).collect();
    places.sort_unstable();
    places.dedup();
    places.retain(|line| *line > 0); // the release of a guard has no line
    let place = match places.len() {
        0 => "with a lock in it".to_owned(),
        _ => lines(&places),
    };
    (!spins.is_empty()).then(|| {
        format!(
            "a loop that counts its turns ({place}) was followed for 64 turns in which nothing \
             else happened, not further; let it end sooner, or not count"
        )
    })
}

fn assumptions(sh: &Shared, source: &Source) -> Vec<String> {
    let mut all = Vec::new();
    let weak = source.weak_orderings();
    if !weak.is_empty() {
        all.push(format!(
            "Orderings weaker than SeqCst ({}) are explored as if they were SeqCst: \
             a real run may show more.",
            lines(&weak)
        ));
    }
    if sh.used_condvar != 0 {
        all.push(
            "A Condvar may wake any of those who wait, and each thread at most once in a run \
             for no reason."
                .into(),
        );
    }
    if sh.used_park != 0 {
        all.push("`park` may return for no reason, in each thread at most once in a run.".into());
    }
    if sh.used_weak_exchange != 0 {
        all.push("`compare_exchange_weak` may fail for no reason, at most once in a run.".into());
    }
    if sh.used_timeout != 0 {
        all.push("A time-out may strike at any moment, however long it is.".into());
    }
    if sh.used_reader_queue != 0 {
        all.push(
            "A reader may have to wait behind a writer that waits, or may overtake it: std \
             promises neither."
                .into(),
        );
    }
    if source.mentions("sleep") {
        all.push("Sleeping orders nothing: any thread may go on meanwhile, or not.".into());
    }
    if source.mentions("Instant") {
        all.push(
            "Time is virtual: it passes in sleeping, in time-outs, and in looking at the clock \
             again and again."
                .into(),
        );
    }
    if source.mentions("HashMap") || source.mentions("HashSet") {
        all.push("A hash map's order is one fixed order; a real run may show another.".into());
    }
    if source.mentions("available_parallelism") {
        all.push("`available_parallelism` is taken to be 4.".into());
    }
    let arcs = source.arcs_that_tell();
    if !arcs.is_empty() {
        all.push(format!(
            "What an Arc holds is dropped by the thread that lets go last in each explored \
             schedule; that threads let go in another order without any other step between is \
             not explored ({}).",
            lines(&arcs)
        ));
    }
    if sh.used_result != 0 && (!source.drops().is_empty() || source.has_channels()) {
        all.push(
            "The result of a thread that nobody joins is dropped by whoever lets go last in each \
             explored schedule; the other order is not explored."
                .into(),
        );
    }
    all
}

/// Objects that the source calls the same.
struct Named {
    base: String,
    /// Elements of one thing, to be told by numbers.
    several: bool,
    line: u32,
    kind: u32,
    /// Addresses, for their order, and indices.
    members: Vec<(u64, usize)>,
}

/// Parts of `Known::steps`.
type Parts = Vec<(usize, usize)>;

/// Switches, steps, and whose turns they were, as one big number.
type Cost = (usize, usize, u128);

/// How a node or an ending can be reached.
#[derive(Clone, Copy)]
struct Way {
    /// The thread that made the last step.
    last: u16,
    cost: Cost,
    /// The node before, which of its ways, and by which edge.
    from: Option<(u32, u16, u32)>,
}

/// The shortest ways.
struct Ways {
    /// To each node, one for each thread that can have come last.
    nodes: Vec<Vec<Way>>,
    endings: Vec<Option<Way>>,
}

// --- the answer ------------------------------------------------------------------

struct Answer<'a> {
    known: Known,
    source: &'a Source,
    names: Vec<String>,
}

impl<'a> Answer<'a> {
    fn new(known: Known, source: &'a Source) -> Self {
        let mut answer = Self {
            known,
            source,
            names: Vec::new(),
        };
        answer.names = answer.name_objects();
        answer
    }

    fn name_objects(&self) -> Vec<String> {
        let objects = &self.known.objects;
        // Objects of one place are numbered by their addresses: for a vector,
        // that is its order.
        let mut places: BTreeMap<(u32, u32, u32), Vec<(u64, usize)>> = BTreeMap::new();
        for (index, o) in objects.iter().enumerate() {
            places
                .entry((o.line, o.column, o.kind))
                .or_default()
                .push((o.address, index));
        }
        let mut names = vec![String::new(); objects.len()];
        let mut used: BTreeMap<String, usize> = BTreeMap::new();
        let mut bases: Vec<Named> = Vec::new();
        for ((line, column, object_kind), members) in &mut places {
            members.sort_unstable();
            let what = KINDS[*object_kind as usize];
            let found = self.source.name_at(*line as usize, *column as usize);
            let (base, several) = found.unwrap_or_else(|| {
                let place = if *line == 0 {
                    String::new()
                } else {
                    format!(" of line {line}")
                };
                (format!("{what}{place}"), false)
            });
            // The elements of one array, each written out.
            let same = |last: &&mut Named| {
                several
                    && (&last.base, last.several, last.line, last.kind)
                        == (&base, true, *line, *object_kind)
            };
            if let Some(last) = bases.last_mut().filter(same) {
                last.members.extend_from_slice(members);
                continue;
            }
            *used.entry(base.clone()).or_default() += 1;
            bases.push(Named {
                base,
                several,
                line: *line,
                kind: *object_kind,
                members: members.clone(),
            });
        }
        for named in bases {
            let Named {
                base,
                several,
                line,
                kind: object_kind,
                members,
            } = named;
            let base = if used[&base] > 1 {
                format!("{base} (line {line})")
            } else {
                base
            };
            for (n, (_, index)) in members.iter().enumerate() {
                names[*index] = if object_kind == u32::from(kind::PARK) {
                    let thread = objects[*index].column as usize;
                    format!("token of {}", self.known.thread_name(thread))
                } else if members.len() == 1 && !several {
                    base.clone()
                } else if several {
                    format!("{base}[{n}]")
                } else {
                    format!("{base} ({})", n + 1)
                };
            }
        }
        names
    }

    fn steps(&self, (from, to): (usize, usize), out: &mut Vec<Step>) {
        each(&self.known.steps[from..to], |raw| {
            let about_threads = matches!(
                raw.op,
                op::START | op::END | op::EXIT | op::YIELD | op::SLEEP
            );
            if !shown(&raw) {
                return;
            }
            let value = raw.value.map(|v| String::from_utf8_lossy(v).into_owned());
            let child = raw.child.checked_sub(1).map(|c| c as usize);
            let object = match (child, raw.object) {
                (Some(child), _) => Some(self.known.thread_name(child)),
                (None, n) if n > 0 && !about_threads => Some(self.names[n as usize - 1].clone()),
                _ => None,
            };
            let mut step = Step {
                thread: usize::from(raw.thread),
                op: OPS[usize::from(raw.op)],
                object,
                child,
                line: (raw.line > 0).then_some(raw.line),
                value,
                waits_for: None,
            };
            if raw.op == op::WANT {
                let held_by: Vec<usize> = raw
                    .holders
                    .chunks_exact(2)
                    .map(|p| usize::from(u16::from_ne_bytes([p[0], p[1]])))
                    .collect();
                let joins = step.value.as_deref() == Some("join");
                let object = match (joins, held_by.first()) {
                    (true, Some(thread)) => self.known.thread_name(*thread),
                    _ => step.object.clone().unwrap_or_default(),
                };
                step.object = Some(object.clone());
                step.waits_for = Some(WaitsFor { object, held_by });
            }
            out.push(step);
        });
    }

    /// Nodes in an order in which every edge leads forward, and whether some
    /// edge had to be left out for that.
    fn order(&self) -> (Vec<u32>, bool) {
        let n = self.known.choices.len();
        let mut state = vec![0u8; n]; // 1: on the way, 2: done
        let mut order = Vec::with_capacity(n);
        let mut cyclic = false;
        let Some(Edge {
            to: To::Node(start),
            ..
        }) = self.known.first
        else {
            return (order, false);
        };
        let mut stack = vec![(start, 0)];
        state[start as usize] = 1;
        while let Some((node, index)) = stack.pop() {
            let edges = &self.known.choices[node as usize].edges;
            if index == edges.len() {
                state[node as usize] = 2;
                order.push(node);
                continue;
            }
            stack.push((node, index + 1));
            if let To::Node(to) = edges[index].to {
                match state[to as usize] {
                    0 => {
                        state[to as usize] = 1;
                        stack.push((to, 0));
                    }
                    1 => cyclic = true,
                    _ => {}
                }
            }
        }
        order.reverse();
        (order, cyclic)
    }

    /// In how many ways each ending is reached. None on overflow.
    fn count(&self, order: &[u32]) -> Option<Vec<u128>> {
        let mut ways = vec![0u128; self.known.choices.len()];
        let mut endings = vec![0u128; self.known.endings.len()];
        match self.known.first.map(|e| e.to) {
            Some(To::Node(start)) => ways[start as usize] = 1,
            Some(To::Ending(ending)) => endings[ending as usize] = 1,
            _ => {}
        }
        for &node in order {
            let here = ways[node as usize];
            for edge in &self.known.choices[node as usize].edges {
                let sum = match edge.to {
                    To::Node(to) => &mut ways[to as usize],
                    To::Ending(ending) => &mut endings[ending as usize],
                    To::Nowhere => continue,
                };
                *sum = sum.checked_add(here)?;
            }
        }
        Some(endings)
    }

    /// The shortest ways through the graph: fewest switches from thread to
    /// thread, then fewest steps, then those whose earliest threads go first.
    fn ways(&self) -> Ways {
        let base = self.known.threads.len() as u128 + 1;
        let measure = |edge: &Edge, last: u16, cost: Cost| -> (u16, Cost) {
            let (mut last, (mut switches, mut steps, mut turns)) = (last, cost);
            each(&self.known.steps[edge.steps.0..edge.steps.1], |raw| {
                if !shown(&raw) {
                    return;
                }
                if raw.thread != last {
                    switches += 1;
                    last = raw.thread;
                    turns = turns.saturating_mul(base).saturating_add(u128::from(last));
                }
                steps += 1;
            });
            (last, (switches, steps, turns))
        };
        let mut ways = Ways {
            nodes: vec![Vec::new(); self.known.choices.len()],
            endings: vec![None; self.known.endings.len()],
        };
        // Dijkstra's algorithm; a node counts once for each thread that came last.
        let mut queue = BinaryHeap::new();
        let mut reach = |queue: &mut BinaryHeap<_>, to: To, way: Way| match to {
            To::Node(node) => queue.push(Reverse((way.cost, node, way.last, way.from))),
            To::Ending(ending) => {
                let old = &mut ways.endings[ending as usize];
                if old.is_none_or(|old| way.cost < old.cost) {
                    *old = Some(way);
                }
            }
            To::Nowhere => {}
        };
        if let Some(first) = self.known.first {
            let (last, cost) = measure(&first, NOBODY, (0, 0, 0));
            let way = Way {
                last,
                cost,
                from: None,
            };
            reach(&mut queue, first.to, way);
        }
        let mut nodes = std::mem::take(&mut ways.nodes);
        while let Some(Reverse((cost, node, last, from))) = queue.pop() {
            let here: &mut Vec<Way> = &mut nodes[node as usize];
            if here.iter().any(|w| w.last == last) {
                continue;
            }
            here.push(Way { last, cost, from });
            for (index, edge) in self.known.choices[node as usize].edges.iter().enumerate() {
                let (next, cost) = measure(edge, last, cost);
                let way = Way {
                    last: next,
                    cost,
                    from: Some((node, last, index as u32)),
                };
                reach(&mut queue, edge.to, way);
            }
        }
        ways.nodes = nodes;
        ways
    }

    /// The steps that lead here, as parts of `Known::steps`.
    fn path(&self, ways: &Ways, mut way: Option<Way>) -> Parts {
        let mut path = Vec::new();
        while let Some(Way {
            from: Some((node, last, index)),
            ..
        }) = way
        {
            path.push(self.known.choices[node as usize].edges[index as usize].steps);
            let before = &ways.nodes[node as usize];
            way = before.iter().find(|w| w.last == last).copied();
        }
        path.extend(self.known.first.map(|first| first.steps));
        path.reverse();
        path
    }

    /// Adds the livelocks that are circles in the graph. Says of each ending of
    /// this kind the parts of its example, and how many of them lead there.
    fn circles(&mut self, ways: &Ways) -> BTreeMap<u32, (Parts, usize)> {
        let spots: Vec<Spot> = self
            .known
            .choices
            .iter()
            .map(|choice| Spot {
                ready: choice
                    .ready
                    .iter()
                    .copied()
                    .filter(|t| *t != NOBODY)
                    .collect(),
                to: choice
                    .edges
                    .iter()
                    .map(|e| {
                        if let To::Node(to) = e.to {
                            Some(to)
                        } else {
                            None
                        }
                    })
                    .collect(),
                moves: choice
                    .edges
                    .iter()
                    .map(|e| {
                        let mut who = Vec::new();
                        each(&self.known.steps[e.steps.0..e.steps.1], |raw| {
                            // To begin to wait is not to go on.
                            if raw.op != op::WANT && !who.contains(&raw.thread) {
                                who.push(raw.thread);
                            }
                        });
                        who
                    })
                    .collect(),
            })
            .collect();
        let mut found: BTreeMap<u32, (Cost, Parts, usize)> = BTreeMap::new();
        for set in cycles::fair(&spots) {
            let best = |node: &u32| {
                let ways = &ways.nodes[*node as usize];
                ways.iter().min_by_key(|w| w.cost).copied()
            };
            let nearest = set.iter().filter_map(|n| Some((best(n)?, *n)));
            let Some((way, start)) = nearest.min_by_key(|(way, node)| (way.cost, *node)) else {
                continue;
            };
            let mut parts = self.path(ways, Some(way));
            let mut printed = Printed::default();
            for part in &parts {
                each(&self.known.steps[part.0..part.1], |raw| printed.step(&raw));
            }
            let (stdout, stderr) = printed.texts(false);
            let key = (Kind::Livelock, stdout, None, stderr, Vec::new());
            if self
                .known
                .ending_of
                .get(&key)
                .is_some_and(|n| !found.contains_key(n))
            {
                continue; // a run has found it, with an example of its own
            }
            let number = self.known.ending_number(key, way.cost.1);
            if found.get(&number).is_some_and(|old| old.0 <= way.cost) {
                continue;
            }
            let lead = parts.len();
            for (node, index) in cycles::round(&spots, &set, start) {
                parts.push(self.known.choices[node as usize].edges[index as usize].steps);
            }
            found.insert(number, (way.cost, parts, lead));
        }
        let keep = |(number, (_, parts, lead))| (number, (parts, lead));
        found.into_iter().map(keep).collect()
    }

    fn finish(
        mut self,
        explorer: &Explorer,
        limit: Option<String>,
        mut assumptions: Vec<String>,
        effort: Effort,
    ) -> Schedules {
        let (order, cyclic) = self.order();
        let complete = limit.is_none();
        let ways = self.ways();
        let circles = if cyclic {
            self.circles(&ways)
        } else {
            BTreeMap::new()
        };
        if cyclic {
            let text = if circles.is_empty() {
                "Some schedules go round until a thread moves that could all the time; \
                 schedules are not counted."
            } else {
                "Threads can go round as often as they like; schedules are not counted."
            };
            assumptions.push(text.into());
        }
        let counts = if complete && !cyclic {
            self.count(&order)
        } else {
            None
        };
        let threads: Vec<Thread> = (0..self.known.threads.len())
            .map(|t| Thread {
                name: self.known.thread_name(t),
                line: Some(self.known.threads[t].line).filter(|l| *l > 0),
            })
            .collect();
        let mut sorted: Vec<usize> = (0..self.known.endings.len()).collect();
        sorted.sort_by(|a, b| self.known.endings[*a].cmp(&self.known.endings[*b]));
        let mut place = vec![0; sorted.len()];
        for (new, old) in sorted.iter().enumerate() {
            place[*old] = new;
        }
        let endings = sorted
            .iter()
            .map(|&old| {
                let (kind, stdout, code, stderr, abandoned) = self.known.endings[old].clone();
                let mut steps = Vec::new();
                let mut round = None;
                let way = ways.endings.get(old).copied().flatten();
                let (parts, lead) = match circles.get(&(old as u32)) {
                    Some((parts, lead)) => (parts.clone(), Some(*lead)),
                    None => (self.path(&ways, way), None),
                };
                for (n, part) in parts.iter().enumerate() {
                    if lead == Some(n) {
                        round = Some(steps.len());
                    }
                    self.steps(*part, &mut steps);
                }
                let schedules = counts.as_ref().map(|c| c[old]);
                let threads = threads.clone();
                Ending {
                    kind,
                    code,
                    stdout,
                    stderr,
                    abandoned,
                    schedules,
                    threads,
                    steps,
                    round,
                }
            })
            .collect();
        let small = self.known.choices.len() <= explorer.max_graph;
        let graph = (complete && small).then(|| self.graph(&place));
        let schedules = counts.and_then(|c| c.iter().try_fold(0u128, |sum, n| sum.checked_add(*n)));
        Schedules {
            complete,
            limit,
            assumptions,
            schedules,
            endings,
            graph,
            effort,
        }
    }

    fn graph(&self, place: &[usize]) -> Graph {
        // The start, the choices, the endings.
        let ending = |n: u32| 1 + self.known.choices.len() + place[n as usize];
        let to = |to: To| match to {
            To::Node(n) => n as usize + 1,
            To::Ending(n) => ending(n),
            To::Nowhere => 0,
        };
        let next = |thread: Option<usize>, edge: &Edge| {
            let mut steps = Vec::new();
            self.steps(edge.steps, &mut steps);
            Next {
                thread,
                to: to(edge.to),
                steps,
            }
        };
        let mut nodes = Vec::new();
        let first = self
            .known
            .first
            .iter()
            .map(|edge| next(Some(0), edge))
            .collect();
        nodes.push(Node::Choice(first));
        for choice in &self.known.choices {
            let all = choice
                .ready
                .iter()
                .zip(&choice.edges)
                .map(|(&thread, edge)| {
                    next((thread != NOBODY).then_some(usize::from(thread)), edge)
                });
            nodes.push(Node::Choice(all.collect()));
        }
        nodes.extend((0..place.len()).map(Node::Ending));
        Graph { start: 0, nodes }
    }
}
