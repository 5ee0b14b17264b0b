//! The scheduler inside the explored program.
//!
//! Threads are real threads of the operating system, of which exactly one, the
//! holder of the baton, runs. Before an operation that other threads could
//! notice, a thread asks [`Act::go`], which picks who goes next: as the prefix
//! in the shared memory says, and beyond it the first that is ready, leaving a
//! record of the choice. A state met before ends the run.

use crate::memory::{self, Range};
use crate::shared::{self, EVENT, NOBODY, NONE, Shared, Slot, kind, mix, mix_bytes, op, outcome};
use crate::sys;
use std::cell::{Cell, UnsafeCell};
use std::panic::Location;
use std::sync::atomic::{
    AtomicPtr, AtomicU32, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::time::Duration;

/// A thread's number within a run.
pub type Tid = u16;

/// How many turns of a loop of looks are followed that leave a trace in the
/// thread's memory, and in nothing else.
const PATIENCE: usize = 64;
/// The longest loop, in looks, that is recognised so.
const LONGEST_LOOP: usize = 6;
/// How many looks such a loop may make when nothing else can go on.
const ALONE: usize = 10_000;
/// How many steps that nobody notices a thread makes before others may go on
/// all the same: it might do nothing else for ever.
const ALONE_FOR: u32 = 500;
/// How many places of a loop a thread remembers.
const VISITS: usize = 4096;

/// Data that only the holder of the baton touches.
pub struct Baton<T>(UnsafeCell<T>);
// SAFETY: only one thread runs at a time, and handing over the baton orders
// what it did before what the next one does (release, acquire in `switch`).
unsafe impl<T> Sync for Baton<T> {}
// SAFETY: as above.
unsafe impl<T> Send for Baton<T> {}
impl<T> std::panic::RefUnwindSafe for Baton<T> {}
impl<T> std::panic::UnwindSafe for Baton<T> {}
impl<T> Baton<T> {
    pub const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }
    /// The data. Never held across a call that could reach it again.
    #[allow(clippy::mut_from_ref)]
    pub fn get(&self) -> &mut T {
        // SAFETY: see `Sync`.
        unsafe { &mut *self.0.get() }
    }
}

/// What makes a lock, a channel or an atomic known to the scheduler. It gets
/// its number at the first use, so that `new` can be `const`.
pub struct Id {
    number: AtomicU32,
    kind: u8,
    at: &'static Location<'static>,
    /// Where in the object it lies, and how large that is.
    offset: u32,
    size: u32,
}
impl Id {
    #[track_caller]
    pub const fn new(kind: u8) -> Self {
        Self {
            number: AtomicU32::new(0),
            kind,
            at: Location::caller(),
            offset: 0,
            size: 0,
        }
    }
    /// Says which bytes are the object's: what is in them is known by steps.
    pub const fn within(mut self, offset: usize, size: usize) -> Self {
        self.offset = offset as u32;
        self.size = size as u32;
        self
    }
}

/// Whether an operation can happen now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Can {
    No,
    Yes,
    /// It may, but nothing promises that it ever does.
    Perhaps,
}
impl From<bool> for Can {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

struct Pending {
    op: u8,
    object: usize,
    line: u32,
    free: bool,
    can: *const dyn Fn() -> Can,
    held_by: *const dyn Fn() -> Vec<Tid>,
    wanted: bool,
}

/// A step that changed nothing, remembered to recognise a loop.
#[derive(Clone, Copy)]
struct Look {
    what: u64,
    version: u64,
}

/// A thread came here with this memory.
struct Visit {
    /// Its memory and the step it was about to make.
    key: u64,
    /// All that it had observed.
    seen: u64,
    version: u64,
}

struct Task {
    /// Says which thread it is: the same in every run.
    key: u64,
    /// A hash of everything that it has observed.
    seen: u64,
    children: u64,
    pending: Option<Pending>,
    started: bool,
    done: bool,
    panicked: bool,
    /// What its result is worth to whoever joins it.
    result: Option<u64>,
    /// It goes round without changing anything, and nobody else has moved since.
    waiting: bool,
    /// When nobody else could go on, it went round once more.
    lapped: bool,
    /// Where that began.
    lap: u64,
    looks: Vec<Look>,
    visits: Vec<Visit>,
    /// Its memory cannot be compared.
    unseen: bool,
    /// Its stack, from where it stopped last up to the program's first frame.
    stack: Range,
    locals: Range,
    /// It may borrow from the stack of the one that started it.
    scoped_by: Option<Tid>,
    held: usize,
    spurious: bool,
    time: Duration,
    /// How often it looked at the clock, and how often since it last changed
    /// anything.
    clock_looks: u32,
    clock_row: u32,
    /// Its closure has returned; destructors of thread-locals may be left.
    returned: bool,
    wake: &'static AtomicU32,
}

struct Object {
    key: u64,
    value: u64,
    place: usize,
    toucher: Option<Tid>,
    time: Duration,
    /// Where its `Id` was at its last use.
    at: *const Id,
    /// Who can change what is in it without a step.
    open_to: Option<Tid>,
}

struct State {
    tasks: Vec<Task>,
    objects: Vec<Object>,
    current: Tid,
    depth: usize,
    version: u64,
    /// Who goes round once more, as nobody else can go on, and since when.
    forced: Option<Tid>,
    forced_looks: usize,
    forced_at: u32,
    /// Steps since others could go on.
    alone: u32,
    /// States since the last choice in which a thread came round.
    rounds: Vec<u64>,
    steps: u32,
}

static STATE: Baton<State> = Baton::new(State {
    tasks: Vec::new(),
    objects: Vec::new(),
    current: 0,
    depth: 0,
    version: 0,
    forced: None,
    forced_looks: 0,
    forced_at: 0,
    alone: 0,
    rounds: Vec::new(),
    steps: 0,
});
static SHARED: AtomicPtr<Shared> = AtomicPtr::new(std::ptr::null_mut());
static BEGINNING: AtomicUsize = AtomicUsize::new(0);

/// Which of its beginnings a program is to take, if it has several.
pub fn beginning() -> usize {
    BEGINNING.load(Relaxed)
}

/// Where prints go.
pub static STDOUT: Id = Id::new(kind::STDOUT);
/// Where prints to standard error go.
pub static STDERR: Id = Id::new(kind::STDERR);
/// What starting, joining and ending are about.
pub static THREADS: Id = Id::new(kind::THREAD);

thread_local! { static KNOWN: Cell<bool> = const { Cell::new(false) }; }

fn shared() -> Option<&'static mut Shared> {
    // SAFETY: mapped for the whole life of the process; the holder of the
    // baton is the only user on this side, and the explorer waits meanwhile.
    unsafe { SHARED.load(Relaxed).as_mut() }
}

fn flag(bit: u32) -> bool {
    shared().is_some_and(|sh| sh.flags & bit != 0)
}

// --- the fork server -------------------------------------------------------

/// Before `main`: each request of the explorer makes one fresh copy of the
/// process, which goes on to `main`.
extern "C" fn serve() {
    // A panic may be the first thing that happens.
    crate::panic::install();
    // SAFETY: called once, by the loader, with one thread; the mapping is the
    // one that the explorer made.
    unsafe {
        let text = sys::getenv(c"EVERY_SCHEDULE".as_ptr());
        if text.is_null() {
            return;
        }
        let Ok(text) = std::ffi::CStr::from_ptr(text).to_str() else {
            return;
        };
        let mut numbers = text.split(':').map(str::parse::<usize>);
        let (Some(Ok(fd)), Some(Ok(length)), Some(Ok(beginning))) =
            (numbers.next(), numbers.next(), numbers.next())
        else {
            return;
        };
        BEGINNING.store(beginning, Relaxed);
        // One arena: each thread would map one of its own in every run.
        sys::mallopt(-8, 1);
        let at = sys::mmap(std::ptr::null_mut(), length, 3, 1, fd as i32, 0);
        if at as isize == -1 {
            return;
        }
        SHARED.store(at.cast(), Relaxed);
        let sh: &Shared = &*at.cast::<Shared>();
        let mut last = 0;
        loop {
            while sh.go.load(Acquire) == last {
                sys::futex_wait(&sh.go, last);
            }
            last = sh.go.load(Acquire);
            if last == NONE {
                sys::_exit(0);
            }
            let child = sys::fork();
            if child == 0 {
                sys::prctl(1, 9); // dies with the server
                memory::enter(region_of(MAIN));
                return;
            }
            sh.child.store(child, Release);
            let mut status = 0;
            sys::waitpid(child, &mut status, 0);
            sh.status.store(status, Release);
            sh.done.store(last, Release);
            sys::futex_wake(&sh.done);
        }
    }
}
#[used]
#[unsafe(link_section = ".init_array")]
static SERVE: extern "C" fn() = serve;

/// std seeds its hash maps from here: every run gets the same seed.
///
/// # Safety
/// As of the C library's function: `buffer` has room for `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(buffer: *mut u8, length: usize, _: u32) -> isize {
    // SAFETY: the caller's promise.
    unsafe { buffer.write_bytes(7, length) };
    length as isize
}

// --- state -----------------------------------------------------------------

fn state() -> &'static mut State {
    let s = STATE.get();
    if s.tasks.is_empty() {
        KNOWN.set(true);
        memory::outside(|| {
            s.new_task(None, Some("main"), 0);
            s.tasks[0].started = true;
            s.tasks[0].stack.1 = memory::main_base();
            s.tasks[0].locals = memory::locals();
            // SAFETY: `at_exit` is a plain function.
            unsafe { sys::atexit(at_exit) };
        });
    } else if !KNOWN.get() {
        // A thread that no stand-in started would run beside the scheduler.
        eprintln!("every-schedule: a thread that it did not start");
        std::process::abort();
    }
    s
}

/// main's key.
const MAIN: u64 = 1;

/// The region of the heap that is the thread's in every run.
fn region_of(key: u64) -> usize {
    let regions = shared().map(|sh| &mut sh.regions);
    let free = |regions: &mut [u64; shared::MAX_THREADS]| {
        let at = regions.iter().position(|r| *r == key || *r == 0)?;
        regions[at] = key;
        Some(at)
    };
    regions.and_then(free).unwrap_or(usize::MAX)
}

impl State {
    fn new_task(&mut self, parent: Option<Tid>, name: Option<&str>, line: u32) -> Tid {
        let key = match parent {
            Some(p) => {
                let p = &mut self.tasks[usize::from(p)];
                p.children += 1;
                mix(p.key, p.children)
            }
            None => MAIN,
        };
        let (seen, time) = parent.map_or((1, Duration::ZERO), |p| {
            let p = &self.tasks[usize::from(p)];
            (mix(p.seen, key), p.time)
        });
        let tid = self.tasks.len() as Tid;
        self.tasks.push(Task {
            key,
            seen,
            children: 0,
            pending: None,
            started: false,
            done: false,
            panicked: false,
            result: None,
            waiting: false,
            lapped: false,
            lap: 0,
            looks: Vec::new(),
            visits: Vec::new(),
            unseen: false,
            stack: (0, 0),
            locals: (0, 0),
            scoped_by: None,
            held: 0,
            spurious: true,
            time,
            clock_looks: 0,
            clock_row: 0,
            returned: false,
            wake: Box::leak(Box::new(AtomicU32::new(0))),
        });
        if let Some(sh) = shared() {
            let n = sh.threads_len as usize;
            let bytes = name.map(str::as_bytes);
            let room = sh.trace_len as usize + 2 * EVENT + bytes.map_or(0, <[u8]>::len);
            if n == shared::MAX_THREADS || room > shared::MAX_TRACE {
                self.finish(outcome::MEMORY);
            }
            // The name lies in the trace as the value of the first step.
            sh.threads[n] = shared::ThreadRecord {
                key,
                line,
                name_at: sh.trace_len + EVENT as u32,
                name_len: bytes.map_or(NONE, |b| b.len() as u32),
            };
            sh.threads_len += 1;
        }
        if let Some(name) = name {
            // A step that no report shows: it carries the name.
            self.log(tid, op::FLUSH, 0, 0, 0, Some(name), &[]);
        }
        tid
    }

    fn me(&mut self) -> &mut Task {
        &mut self.tasks[usize::from(self.current)]
    }

    fn object(&mut self, id: &Id) -> usize {
        let number = id.number.load(Relaxed) as usize;
        if number > 0 {
            self.objects[number - 1].at = &raw const *id;
            return number - 1;
        }
        let (line, column) = match id.kind {
            kind::STDOUT | kind::STDERR | kind::THREAD => (0, 0),
            _ => (id.at.line(), id.at.column()),
        };
        let place_key = mix(mix(u64::from(id.kind), u64::from(line)), u64::from(column)) | 1;
        let mut place = 0;
        if let Some(sh) = shared() {
            place = place_key as usize % shared::MAX_PLACES;
            let mut tries = 0;
            while sh.places[place].key != place_key && sh.places[place].key != 0 {
                place = (place + 1) % shared::MAX_PLACES;
                tries += 1;
                if tries == shared::MAX_PLACES {
                    self.finish(outcome::MEMORY);
                }
            }
            sh.places[place].key = place_key;
        }
        // The address says which of the objects of one place it is; all runs
        // are copies of one process, so it is the same in each. It is never
        // part of what is reported.
        let address = (&raw const *id) as u64;
        let mut key = mix(place_key, address);
        while self.objects.iter().any(|o| o.key == key) {
            key = mix(key, 1); // a second life at the same address
        }
        let new = Object {
            key,
            value: 0,
            place,
            toucher: None,
            time: Duration::ZERO,
            at: &raw const *id,
            open_to: None,
        };
        memory::outside(|| self.objects.push(new));
        let number = self.objects.len();
        id.number.store(number as u32, Relaxed);
        if let Some(sh) = shared() {
            if number > shared::MAX_OBJECTS {
                self.finish(outcome::MEMORY);
            }
            sh.objects[number - 1] = shared::ObjectRecord {
                key,
                address,
                line,
                column: if id.kind == kind::PARK {
                    u32::from(self.current)
                } else {
                    column
                },
                kind: u32::from(id.kind),
            };
            sh.objects_len = number as u32;
        }
        number - 1
    }

    fn bits(&self, object: usize) -> u32 {
        shared().map_or(NONE, |sh| sh.places[self.objects[object].place].bits)
    }

    /// Learns that more must be a choice; the search starts again with it.
    fn learn(&mut self, object: usize, bit: u32) {
        let place = self.objects[object].place;
        if let Some(sh) = shared()
            && sh.places[place].bits & bit != bit
        {
            sh.places[place].bits |= bit;
            sh.again = 1;
        }
    }

    fn touch(&mut self, object: usize) {
        let me = self.current;
        let first = *self.objects[object].toucher.get_or_insert(me);
        if first != me {
            self.learn(object, shared::SHARED);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn log(
        &mut self,
        tid: Tid,
        op: u8,
        object: usize,
        line: u32,
        child: u32,
        value: Option<&str>,
        holders: &[Tid],
    ) {
        let Some(sh) = shared() else { return };
        let at = sh.trace_len as usize;
        let bytes = value.map_or(&[][..], str::as_bytes);
        let end = at + EVENT + bytes.len() + 2 * holders.len();
        if end > shared::MAX_TRACE {
            self.finish(outcome::MEMORY);
        }
        let to = &mut sh.trace[at..end];
        to[0] = op;
        to[1] = holders.len() as u8;
        to[2..4].copy_from_slice(&tid.to_ne_bytes());
        to[4..8].copy_from_slice(&(object as u32).to_ne_bytes());
        to[8..12].copy_from_slice(&line.to_ne_bytes());
        to[12..16].copy_from_slice(&child.to_ne_bytes());
        let length = value.map_or(NONE, |v| v.len() as u32);
        to[16..20].copy_from_slice(&length.to_ne_bytes());
        to[EVENT..EVENT + bytes.len()].copy_from_slice(bytes);
        for (i, h) in holders.iter().enumerate() {
            let p = EVENT + bytes.len() + 2 * i;
            to[p..p + 2].copy_from_slice(&h.to_ne_bytes());
        }
        sh.trace_len = end as u32;
        self.steps += 1;
        sh.steps.store(self.steps, Relaxed);
        if line > 0 {
            sh.last_line.store(line, Relaxed);
        }
        if self.steps > sh.max_steps {
            self.finish(outcome::STEPS);
        }
    }

    fn finish(&mut self, how: u32) -> ! {
        if matches!(how, outcome::DEADLOCK | outcome::LIVELOCK) {
            for tid in 0..self.tasks.len() {
                // Who goes round waits for nothing that has a name.
                if self.can(tid) != Can::Yes {
                    self.want(tid as Tid);
                }
            }
        }
        if let Some(sh) = shared() {
            sh.outcome = how;
        } else {
            eprintln!("every-schedule: the run ended with outcome {how}");
        }
        // SAFETY: ends the process without running anything more of it.
        unsafe { sys::_exit(0) }
    }

    /// Says once that `tid` waits, for what, and who has it.
    fn want(&mut self, tid: Tid) {
        let Some(p) = &mut self.tasks[usize::from(tid)].pending else {
            return;
        };
        if std::mem::replace(&mut p.wanted, true) {
            return;
        }
        let (object, line, op) = (p.object, p.line, p.op);
        // SAFETY: the closure lives in `go` of that thread, which waits there.
        let mut holders = unsafe { (*p.held_by)() };
        holders.truncate(255);
        let what = shared::OPS[usize::from(op)];
        self.log(tid, op::WANT, object + 1, line, 0, Some(what), &holders);
    }

    fn can(&self, tid: usize) -> Can {
        match &self.tasks[tid].pending {
            // SAFETY: the closure lives in `go` of that thread, which waits.
            Some(p) => unsafe { (*p.can)() },
            None => Can::No,
        }
    }

    /// A hash of the whole state.
    fn hash(&self, salt: u64) -> u64 {
        let (times, ids) = (flag(shared::TIME), flag(shared::IDS));
        let mut sum = 0u64;
        for (tid, t) in self.tasks.iter().enumerate() {
            let mut h = mix(t.key, t.seen);
            let bits = [t.started, t.done, t.waiting, t.lapped, t.spurious];
            h = mix(h, bits.iter().fold(1, |n, b| n << 1 | u64::from(*b)));
            if let Some(p) = &t.pending {
                let what = u64::from(p.line) << 8 | u64::from(p.op);
                h = mix(mix(h, what), self.objects[p.object].key);
            }
            if times {
                h = mix(h, t.time.as_nanos() as u64);
            }
            if ids {
                h = mix(h, tid as u64);
            }
            sum = sum.wrapping_add(h);
        }
        for o in &self.objects {
            let mut h = mix(o.key, o.value);
            if times {
                h = mix(h, o.time.as_nanos() as u64);
            }
            sum = sum.wrapping_add(h);
        }
        mix(sum, salt).max(1)
    }

    /// Picks one of `options`, of which there are at least two.
    fn decide(&mut self, options: &[u16], salt: u64) -> u16 {
        let Some(sh) = shared() else {
            return options[0];
        };
        self.rounds.clear();
        let depth = self.depth;
        self.depth += 1;
        self.forced_at = self.forced_at.max(sh.trace_len); // nothing before is cut off
        if depth < sh.prefix_len as usize {
            if depth + 1 == sh.prefix_len as usize {
                sh.prefix_trace = sh.trace_len;
            }
            let choice = sh.prefix[depth];
            if !options.contains(&choice) {
                self.finish(outcome::STRAYED);
            }
            return choice;
        }
        if sh.again != 0 {
            return options[0]; // to learn more, not to explore
        }
        if sh.flags & shared::MERGE != 0 {
            let state = self.hash(salt);
            // SAFETY: the explorer mapped `slots` entries after `Shared`.
            let slots: &mut [Slot] = unsafe {
                let first = (&raw mut *sh).add(1).cast();
                std::slice::from_raw_parts_mut(first, sh.slots as usize)
            };
            let mask = slots.len() - 1;
            let mut at = state as usize & mask;
            while slots[at].state != 0 {
                if slots[at].state == state {
                    sh.outcome_node = slots[at].node as u32;
                    self.finish(outcome::KNOWN);
                }
                at = (at + 1) & mask;
            }
            slots[at] = Slot {
                state,
                node: u64::from(sh.nodes),
            };
        }
        if sh.nodes >= sh.max_nodes {
            self.finish(outcome::STATES);
        }
        let (n, r) = (sh.decisions_len as usize, sh.ready_len as usize);
        if depth >= shared::MAX_DEPTH || r + options.len() > shared::MAX_READY {
            self.finish(outcome::MEMORY);
        }
        sh.decisions[n] = shared::Decision {
            node: sh.nodes,
            trace_at: sh.trace_len,
            ready_at: sh.ready_len,
            ready_len: options.len() as u32,
        };
        sh.ready[r..r + options.len()].copy_from_slice(options);
        sh.ready_len += options.len() as u32;
        sh.decisions_len += 1;
        sh.nodes += 1;
        options[0]
    }

    /// Who goes next.
    fn choose(&mut self) -> Tid {
        let next = self.next();
        if self.forced != Some(next) {
            self.others_can();
        }
        next
    }

    /// Others can move again: what was found of those who go round is void.
    fn others_can(&mut self) {
        self.forced = None;
        self.tasks.iter_mut().for_each(|t| t.lapped = false);
    }

    fn next(&mut self) -> Tid {
        if let Some(tid) = self.tasks.iter().position(|t| !t.started) {
            return tid as Tid;
        }
        let mut ready = Vec::with_capacity(self.tasks.len() + 1);
        let mut sure = false;
        for tid in 0..self.tasks.len() {
            let can = self.can(tid);
            if can == Can::No || self.tasks[tid].waiting {
                continue;
            }
            if can == Can::Yes {
                sure = true;
                if self.tasks[tid].pending.as_ref().is_some_and(|p| p.free) {
                    return tid as Tid; // nobody can notice when it happens
                }
            }
            ready.push(tid as Tid);
        }
        if sure {
            return match ready[..] {
                [only] => only,
                _ => {
                    self.others_can();
                    self.decide(&ready, 0)
                }
            };
        }
        // Those who go round go on in turn: each may let others go on while it
        // does, or count its turns and leave.
        let n = self.tasks.len();
        let from = usize::from(self.current) + 1;
        let around: Vec<usize> = (from..from + n)
            .map(|t| t % n)
            .filter(|&t| self.tasks[t].waiting && self.can(t) == Can::Yes)
            .collect();
        if let Some(&tid) = around.iter().find(|&&t| !self.tasks[t].lapped) {
            ready.push(tid as Tid);
        } else if ready.is_empty() {
            self.stuck(!around.is_empty());
        } else {
            let reads = |t: &Tid| {
                let pending = &self.tasks[usize::from(*t)].pending;
                pending.as_ref().is_some_and(|p| p.op == op::READ)
            };
            if ready.iter().any(reads) {
                used(Used::ReaderQueue);
            }
            ready.push(NOBODY);
        }
        let choice = match ready[..] {
            [only] => only,
            _ => self.decide(&ready, 0),
        };
        if choice == NOBODY {
            self.stuck(!around.is_empty());
        }
        let t = &mut self.tasks[usize::from(choice)];
        if t.waiting {
            t.waiting = false;
            if self.forced.is_none() {
                self.forced_looks = 0;
                self.forced_at = shared().map_or(0, |sh| sh.trace_len);
            }
            self.forced = Some(choice);
        }
        choice
    }

    /// Nobody can go on; or only in a circle.
    fn stuck(&mut self, around: bool) -> ! {
        if around {
            if let Some(sh) = shared() {
                sh.trace_len = self.forced_at; // more of the same
            }
            self.finish(outcome::LIVELOCK);
        }
        self.finish(outcome::DEADLOCK);
    }

    /// Something changed: who waited for a change looks again.
    fn stir(&mut self) {
        self.version += 1;
        self.forced = None;
        let me = usize::from(self.current);
        for (tid, t) in self.tasks.iter_mut().enumerate() {
            t.waiting &= tid == me;
            t.lapped = false;
        }
    }

    fn moved(&mut self) {
        self.stir();
        self.me().looks.clear();
    }

    /// The thread made a step that changed nothing.
    #[inline(never)]
    fn looked(&mut self, what: u64, line: u32) {
        let version = self.version;
        let forced = self.forced == Some(self.current);
        let t = self.me();
        memory::outside(|| t.looks.push(Look { what, version }));
        if t.held > 0 {
            return;
        }
        let n = t.looks.len();
        for p in 1..=LONGEST_LOOP {
            if n < p * (PATIENCE + 1) {
                break;
            }
            let tail = &t.looks[n - p * (PATIENCE + 1)..];
            if (p..tail.len()).any(|i| tail[i].what != tail[i - p].what) {
                continue;
            }
            let quiet = tail[tail.len() - p..].iter().all(|l| l.version == version);
            t.looks.truncate(n - p);
            if !quiet {
                return;
            }
            if forced {
                self.forced_looks += 1;
                if self.forced_looks < ALONE {
                    return;
                }
            } else {
                t.waiting = true;
                t.lap = 0;
            }
            // Every turn leaves something in its memory, or it would have been
            // found to go round: it counts, and is not followed further.
            if let Some(sh) = shared() {
                let known = sh.spins[..sh.spins_len as usize].contains(&line);
                if !known && (sh.spins_len as usize) < shared::MAX_SPINS {
                    sh.spins[sh.spins_len as usize] = line;
                    sh.spins_len += 1;
                }
            }
            if forced {
                self.finish(outcome::CUT);
            }
            return;
        }
    }

    /// Whether the running thread's memory is to be looked at.
    #[inline(never)]
    fn seeable(&mut self) -> bool {
        shared().is_some() && !self.me().unseen
    }

    /// The running thread, and those whose stacks it may borrow from.
    fn lenders(&self) -> impl Iterator<Item = Tid> + '_ {
        let by = |tid: &Tid| self.tasks[usize::from(*tid)].scoped_by;
        std::iter::successors(Some(self.current), by)
    }

    /// What the running thread can reach besides its stack and the heap: its
    /// thread-locals, the same of those who lend to it, and what they have open.
    fn others(&self, out: &mut Vec<Range>) {
        for tid in self.lenders() {
            let t = &self.tasks[usize::from(tid)];
            if t.done {
                continue;
            }
            out.push(t.locals);
            if tid != self.current {
                out.push(t.stack);
            }
            for o in self.objects.iter().filter(|o| o.open_to == Some(tid)) {
                let (same, range) = self.bytes(o);
                if same {
                    out.push(range);
                }
            }
        }
    }

    /// The thread comes to a step with this memory. If it has done so before,
    /// all that it will do is as it was then, whatever it has seen meanwhile.
    #[inline(never)]
    fn visit(&mut self, what: u64, print: Option<u64>) {
        let Some(print) = print else {
            self.me().unseen = true; // too much of it to look at each time
            return;
        };
        let (version, me) = (self.version, self.current);
        let forced = self.forced == Some(me);
        let t = self.me();
        // Who looks at the clock finds it further each time.
        let clock = u64::from(t.clock_looks) << 32 | u64::from(t.clock_row);
        let key = mix(mix(print, what), clock);
        let Some(visit) = t.visits.iter_mut().rev().find(|v| v.key == key) else {
            if t.visits.len() < VISITS {
                let seen = t.seen;
                memory::outside(|| t.visits.push(Visit { key, seen, version }));
            }
            return;
        };
        t.seen = visit.seen;
        let quiet = visit.version == version;
        visit.version = version;
        if quiet {
            if !forced || t.lap == key {
                t.waiting = true;
                t.lapped = forced;
                t.lap = key;
            } else if t.lap == 0 {
                t.lap = key;
            }
            return;
        }
        // It changed something, and changed it back. That nobody else had a
        // choice meanwhile may be since nobody but the thread uses it: then
        // others go on. Otherwise nobody ever will.
        let state = self.hash(mix(3, what));
        if !self.rounds.contains(&state) {
            memory::outside(|| self.rounds.push(state));
            return;
        }
        let ready = |tid: usize| {
            let t = &self.tasks[tid];
            !t.started || (!t.waiting && self.can(tid) == Can::Yes)
        };
        if (0..self.tasks.len()).any(|tid| tid != usize::from(me) && ready(tid)) {
            self.me().waiting = true;
        } else {
            self.finish(outcome::LIVELOCK);
        }
    }

    /// The object's bytes, and whether they still are: it may have moved since
    /// its last use, and something else be in its place.
    fn bytes(&self, o: &Object) -> (bool, Range) {
        // SAFETY: objects are in the program's statics, stacks and regions, all
        // of which stay mapped; a number and two sizes are read.
        let (number, offset, size) = unsafe {
            (
                (*o.at).number.as_ptr().read_volatile() as usize,
                (&raw const (*o.at).offset).read_volatile() as usize,
                (&raw const (*o.at).size).read_volatile() as usize,
            )
        };
        let named = self.objects.get(number.wrapping_sub(1));
        let same = named.is_some_and(|named| std::ptr::eq(named, o)) && size > 0;
        let from = (o.at as usize).wrapping_sub(offset);
        (same, (from, from.wrapping_add(size)))
    }

    /// The parts of a range that belong to objects: what is in them is known by
    /// steps, except for who has them open.
    fn left_out(&self, range: Range, gaps: &mut Vec<memory::Gap>) {
        for o in &self.objects {
            let at = o.at as usize;
            if at < range.0 || at + size_of::<Id>() > range.1 {
                continue;
            }
            if o.open_to
                .is_some_and(|tid| self.lenders().any(|l| l == tid))
            {
                continue;
            }
            let (same, bytes) = self.bytes(o);
            if same {
                gaps.push((bytes, o.key));
            }
        }
        gaps.sort_unstable();
    }
}

/// A hash of some bytes and of all on the heap that they lead to. None when
/// they lead to a stack.
pub fn content(at: *const u8, size: usize) -> Option<memory::Content> {
    let s = STATE.get();
    let from = at as usize;
    memory::content(
        (from, from + size),
        &memory::Known {
            others: &|_| (),
            left_out: &|range, gaps| s.left_out(range, gaps),
            foreign: &|word| {
                let on = |t: &Task| (t.stack.0..t.stack.1).contains(&word);
                s.tasks.iter().any(on)
            },
        },
    )
}

/// A hash of all that the running thread can reach.
#[inline(never)]
fn reach(base: usize) -> Option<u64> {
    memory::print(
        base,
        &memory::Known {
            others: &|out| STATE.get().others(out),
            left_out: &|range, gaps| STATE.get().left_out(range, gaps),
            foreign: &|_| false,
        },
    )
}

fn switch(me: Tid, next: Tid) {
    let s = STATE.get();
    if next == me {
        return;
    }
    s.current = next;
    let mine = s.tasks[usize::from(me)].wake;
    wake(next);
    sleep(mine);
}

fn wake(next: Tid) {
    let t = &mut STATE.get().tasks[usize::from(next)];
    t.started = true;
    let word = t.wake;
    word.store(1, Release);
    sys::futex_wake(word);
}

fn sleep(word: &'static AtomicU32) {
    while word.load(Acquire) == 0 {
        sys::futex_wait(word, 0);
    }
    word.store(0, Relaxed);
}

// --- operations ------------------------------------------------------------

fn always() -> Can {
    Can::Yes
}
fn no_one() -> Vec<Tid> {
    Vec::new()
}

/// An operation about to happen.
pub struct Act<'a> {
    op: u8,
    id: &'a Id,
    line: u32,
    release: bool,
    conflicts: bool,
    choice: bool,
    can: &'a dyn Fn() -> Can,
    held_by: &'a dyn Fn() -> Vec<Tid>,
}

impl<'a> Act<'a> {
    /// `op` on `id`, from the caller's line.
    #[track_caller]
    pub fn new(op: u8, id: &'a Id) -> Self {
        let line = line();
        Self {
            op,
            id,
            line,
            release: false,
            conflicts: true,
            choice: false,
            can: &always,
            held_by: &no_one,
        }
    }
    pub fn line(mut self, line: u32) -> Self {
        self.line = line;
        self
    }
    /// It only ever lets others go on, and none can tell when it happened,
    /// except those who look without waiting.
    pub fn release(mut self) -> Self {
        self.release = true;
        self.conflicts = false;
        self
    }
    /// From now on it changes nothing for anybody, whenever it happens; but
    /// what has happened to the object before does matter to it.
    pub fn settled(mut self) -> Self {
        self.release = true;
        self
    }
    /// Always a choice.
    pub fn choice(mut self) -> Self {
        self.choice = true;
        self
    }
    pub fn when(mut self, can: &'a dyn Fn() -> Can) -> Self {
        self.can = can;
        self
    }
    pub fn held_by(mut self, who: &'a dyn Fn() -> Vec<Tid>) -> Self {
        self.held_by = who;
        self
    }
    /// It looks without waiting, so that what releases `id` is a choice too.
    pub fn tries(self) -> Self {
        let s = state();
        let object = s.object(self.id);
        s.learn(object, shared::TRIED | shared::SHARED);
        self
    }

    /// Waits until this thread is chosen to do it. Returns the line.
    pub fn go(self) -> u32 {
        let s = state();
        let me = s.current;
        let object = s.object(self.id);
        let what = mix(
            s.objects[object].key,
            u64::from(self.line) << 8 | u64::from(self.op),
        );
        if s.seeable() {
            memory::scrub();
            let print = reach(s.tasks[usize::from(me)].stack.1);
            s.visit(what, print);
        }
        s.tasks[usize::from(me)].stack.0 = memory::here();
        if self.conflicts {
            s.touch(object);
        }
        let free = if flag(shared::EVERY_STEP) || self.choice {
            false
        } else if self.release {
            s.bits(object) & shared::TRIED == 0
        } else {
            s.bits(object) & shared::SHARED == 0
        };
        let free = free && s.alone < ALONE_FOR;
        let mut can = (self.can)();
        let mut at_once = free && can == Can::Yes && !s.me().waiting;
        if crate::io::formatting() {
            let writes = matches!(self.op, op::PRINT | op::EPRINT | op::PANIC | op::EXIT);
            let others = s.tasks.iter().filter(|t| !t.done).count() > 1;
            if writes || (others && !at_once) {
                crate::io::settle();
                can = (self.can)();
                at_once &= can == Can::Yes;
            }
        }
        if at_once {
            s.alone += 1;
            return self.line;
        }
        s.alone = 0;
        // SAFETY: both closures outlive the wait in this function.
        let (can_now, held_by) = unsafe {
            (
                std::mem::transmute::<*const (dyn Fn() -> Can + 'a), *const dyn Fn() -> Can>(
                    self.can,
                ),
                std::mem::transmute::<
                    *const (dyn Fn() -> Vec<Tid> + 'a),
                    *const dyn Fn() -> Vec<Tid>,
                >(self.held_by),
            )
        };
        s.me().pending = Some(Pending {
            op: self.op,
            object,
            line: self.line,
            free,
            can: can_now,
            held_by,
            wanted: false,
        });
        if can != Can::Yes {
            s.want(me);
        }
        let next = s.choose();
        switch(me, next);
        STATE.get().me().pending = None;
        self.line
    }
}

/// The caller's line, if it is in the program.
#[track_caller]
pub fn line() -> u32 {
    let at = Location::caller();
    if in_program(at.file()) { at.line() } else { 0 }
}

/// Whether `file` is the explored program's.
pub fn in_program(file: &str) -> bool {
    !file.starts_with("/rustc/") && !file.contains("every-schedule/std/")
}

/// Records a step.
pub fn log(op: u8, id: &Id, line: u32, value: Option<&str>) {
    let s = state();
    let object = s.object(id);
    let me = s.current;
    s.log(me, op, object + 1, line, 0, value, &[]);
    let key = s.objects[object].key;
    let t = s.me();
    t.seen = mix(mix(t.seen, u64::from(line) << 8 | u64::from(op)), key);
}

/// What the object holds now is `value`, or, with none, whatever this thread
/// made of all that it has seen. Says whether that is a change.
pub fn set(id: &Id, value: Option<u64>) -> bool {
    let s = state();
    let object = s.object(id);
    // What it was made from, and by whom.
    let value = value.unwrap_or_else(|| mix(s.objects[object].value, s.me().seen));
    let time = s.me().time;
    let o = &mut s.objects[object];
    o.time = o.time.max(time);
    std::mem::replace(&mut o.value, value) != value
}

/// Only this thread can use the object now, and needs no step for it.
pub fn open(id: &Id) {
    let s = state();
    let object = s.object(id);
    s.objects[object].open_to = Some(s.current);
}
/// The object is used by steps only.
pub fn close(id: &Id) {
    let s = state();
    let object = s.object(id);
    s.objects[object].open_to = None;
}

/// The object's value as last set.
pub fn value(id: &Id) -> u64 {
    let s = state();
    let object = s.object(id);
    s.objects[object].value
}

/// The thread has seen what the object holds.
pub fn see(id: &Id) {
    let s = state();
    let object = s.object(id);
    let (value, time) = (s.objects[object].value, s.objects[object].time);
    let t = s.me();
    t.seen = mix(t.seen, value);
    t.time = t.time.max(time);
}

/// The thread's clock is at least the object's.
pub fn see_time(id: &Id) {
    let s = state();
    let object = s.object(id);
    let time = s.objects[object].time;
    let t = s.me();
    t.time = t.time.max(time);
}

/// The thread has seen `value`.
pub fn observe(value: u64) {
    let t = state().me();
    t.seen = mix(t.seen, value);
}

/// What the thread has seen.
pub fn seen() -> u64 {
    state().me().seen
}

/// The step changed something.
pub fn moved() {
    let s = state();
    s.me().clock_row = 0;
    s.moved();
    memory::scrub();
}

/// The step changed nothing, and saw `saw`.
pub fn looked(op: u8, id: &Id, line: u32, saw: u64) {
    let s = state();
    let object = s.object(id);
    let key = s.objects[object].key;
    s.looked(
        mix(mix(key, saw), u64::from(line) << 8 | u64::from(op)),
        line,
    );
    memory::scrub();
}

/// A lock was taken or given back; who only looks at locks may see it.
pub fn holds(id: &Id, taken: bool) {
    let s = state();
    let object = s.object(id);
    let tried = s.bits(object) & shared::TRIED != 0;
    let t = s.me();
    t.held = if taken {
        t.held + 1
    } else {
        t.held.saturating_sub(1)
    };
    if tried {
        s.stir();
    }
}

/// The running thread.
pub fn me() -> Tid {
    state().current
}

/// One of `options` is picked by the search; it names a thread.
pub fn pick(options: &[Tid]) -> Tid {
    match options {
        [only] => *only,
        _ => {
            let s = state();
            let salt = mix(2, s.me().key);
            s.decide(options, salt)
        }
    }
}

/// Whether this thread may still be woken for no reason; uses that up.
pub fn spurious_left(tid: Tid) -> bool {
    STATE.get().tasks[usize::from(tid)].spurious
}
/// The thread was woken for no reason.
pub fn woken_for_nothing() {
    state().me().spurious = false;
}

/// Whether anyone looks at the object without waiting.
pub fn is_tried(id: &Id) -> bool {
    let s = state();
    let object = s.object(id);
    flag(shared::EVERY_STEP) || s.bits(object) & shared::TRIED != 0
}

/// One of two things may happen, for no reason: the search tries both.
pub fn perhaps() -> bool {
    let me = me();
    pick(&[me, NOBODY]) == NOBODY
}

/// Ends the run unless all other threads have ended.
#[track_caller]
pub fn alone() {
    let line = line();
    let s = state();
    let me = usize::from(s.current);
    let others = s
        .tasks
        .iter()
        .enumerate()
        .any(|(t, task)| t != me && !task.done);
    if others {
        if let Some(sh) = shared() {
            sh.last_line.store(line, Relaxed);
        }
        s.finish(outcome::COUNTED);
    }
}

/// What an assumption in the report is due to.
#[derive(Clone, Copy)]
pub enum Used {
    Condvar,
    Park,
    Timeout,
    ReaderQueue,
    WeakExchange,
    Result,
}
/// Notes that the report owes the reader an assumption.
pub fn used(what: Used) {
    if let Some(sh) = shared() {
        match what {
            Used::Condvar => sh.used_condvar = 1,
            Used::Park => sh.used_park = 1,
            Used::Timeout => sh.used_timeout = 1,
            Used::ReaderQueue => sh.used_reader_queue = 1,
            Used::WeakExchange => sh.used_weak_exchange = 1,
            Used::Result => sh.used_result = 1,
        }
    }
}

/// Lets virtual time pass.
pub fn pass(time: Duration) {
    let t = state().me();
    t.time = t.time.saturating_add(time);
}
/// How often a thread may look at the clock before it finds it later.
const CLOCK_LOOKS: u32 = 8;
/// The same, of looks in a row.
const CLOCK_LOOKS_IN_A_ROW: u32 = 3;

/// Says which thread it is in every run.
pub fn key(tid: Tid) -> u64 {
    STATE.get().tasks[usize::from(tid)].key
}

/// Virtual time since the program's start.
///
/// It passes in looking, too, so that a loop until some time ends: by a
/// millisecond a look from the ninth on, and twice as much each time where the
/// thread changes nothing between its looks.
pub fn now() -> Duration {
    let t = state().me();
    t.clock_looks += 1;
    t.clock_row += 1;
    let mut ms = u64::from(t.clock_looks > CLOCK_LOOKS);
    if t.clock_row > CLOCK_LOOKS_IN_A_ROW {
        ms = 1 << (t.clock_row - CLOCK_LOOKS_IN_A_ROW - 1).min(40);
    }
    t.time = t.time.saturating_add(Duration::from_millis(ms));
    if ms > 0 {
        t.looks.clear(); // such a loop ends by itself
    }
    t.seen = mix(t.seen, t.time.as_nanos() as u64);
    t.time
}

// --- printing --------------------------------------------------------------

/// Prints as one step, when `can` says that the stream is not locked.
pub fn print(
    err: bool,
    line: u32,
    text: &str,
    can: &dyn Fn() -> Can,
    held_by: &dyn Fn() -> Vec<Tid>,
) {
    let (code, id) = if err {
        (op::EPRINT, &STDERR)
    } else {
        (op::PRINT, &STDOUT)
    };
    Act::new(code, id)
        .line(line)
        .when(can)
        .held_by(held_by)
        .go();
    wrote(code, id, line, text);
}

/// Records `text` as written.
pub fn wrote(code: u8, id: &Id, line: u32, text: &str) {
    if shared().is_none() {
        if code == op::PRINT {
            print!("{text}")
        } else {
            eprint!("{text}")
        }
    }
    log(code, id, line, Some(text));
    let old = value(id);
    set(id, Some(mix_bytes(old, text.as_bytes())));
    moved();
}

/// The last step of the process.
#[track_caller]
fn last_step(value: Option<&str>) {
    let s = state();
    // Whether others still print before the end is a choice.
    for id in [&STDOUT, &STDERR] {
        let object = s.object(id);
        s.touch(object);
    }
    let line = Act::new(op::EXIT, &THREADS).choice().go();
    log(op::EXIT, &THREADS, line, value);
    if let (Some(sh), None) = (shared(), value) {
        sh.outcome = outcome::EXIT;
    }
}

/// main has returned.
extern "C" fn at_exit() {
    if KNOWN.get() {
        last_step(None);
    }
}

/// A thread ends the process. Not by the C library's `exit`: main may wait in
/// there for its own last step, and std lets only one thread in.
#[track_caller]
pub fn exits(code: i32) -> ! {
    last_step(None);
    // SAFETY: ends the process; all that it has printed is recorded.
    unsafe { sys::_exit(code) }
}

/// The process ends at once, by a signal.
#[track_caller]
pub fn aborts() {
    last_step(Some("abort"));
}

/// The panic hook's part: the message is a step that prints.
pub fn panics(line: u32, message: &str, printed: &str) {
    let code = op::PANIC;
    let held: &dyn Fn() -> Can = &always;
    Act::new(code, &STDERR).line(line).when(held).go();
    log(code, &STDERR, line, Some(message));
    let s = state();
    s.me().panicked = true;
    if s.current == 0
        && let Some(sh) = shared()
    {
        sh.main_panicked = 1;
    }
    if shared().is_none() {
        eprint!("{printed}");
    }
    let me = s.current;
    s.log(me, op::EPRINT, 0, 0, 0, Some(printed), &[]);
    let old = value(&STDERR);
    set(&STDERR, Some(mix_bytes(old, printed.as_bytes())));
    moved();
}

// --- threads ---------------------------------------------------------------

/// Announces a thread that the caller is about to start.
pub fn spawn(name: Option<&str>, scoped: bool, line: u32) -> Tid {
    if crate::io::formatting() {
        crate::io::settle();
    }
    let s = state();
    let me = s.current;
    let child = memory::outside(|| s.new_task(Some(me), name, line));
    s.tasks[usize::from(child)].scoped_by = scoped.then_some(me);
    let object = s.object(&THREADS);
    s.log(
        me,
        op::SPAWN,
        object + 1,
        line,
        u32::from(child) + 1,
        None,
        &[],
    );
    let t = s.me();
    t.seen = mix(t.seen, u64::from(line) << 8 | u64::from(op::SPAWN));
    s.moved();
    child
}

struct End;
impl Drop for End {
    fn drop(&mut self) {
        Act::new(op::END, &THREADS).line(0).release().go();
        log(op::END, &THREADS, 0, None);
        let s = state();
        s.moved();
        let t = s.me();
        t.done = true;
        t.spurious = true;
        let result = t.result.unwrap_or(t.seen);
        t.seen = mix(result, u64::from(t.panicked));
        let next = s.choose();
        s.current = next;
        memory::leave();
        wake(next);
    }
}
thread_local! { static END: End = const { End }; }

/// Runs a thread's body when it is first chosen, and its end after all else.
///
/// What a thread saw may be forgotten when its result says it all. A scoped one
/// can also have written it into what it borrows, so nothing is forgotten.
pub fn child<T>(tid: Tid, scoped: bool, body: impl FnOnce() -> T) -> T {
    sleep(child_word(tid));
    KNOWN.set(true);
    {
        let t = STATE.get().me();
        memory::enter(region_of(t.key));
        // With what the body owns on the heap, its stack begins below.
        t.stack.1 = memory::here() + 256;
        t.locals = memory::locals();
    }
    let body: Box<dyn FnOnce() -> T + '_> = Box::new(body);
    // The first destructor to be registered is the last to run.
    END.with(|_| ());
    let s = state();
    let object = s.object(&THREADS);
    s.log(tid, op::START, object + 1, 0, 0, None, &[]);
    struct Returned;
    impl Drop for Returned {
        fn drop(&mut self) {
            state().me().returned = true;
        }
    }
    let returned = Returned;
    let result = run(body);
    drop(returned);
    if !scoped && !flag(shared::COUNTS) {
        state().me().result = crate::describe::describe(&result).map(|d| d.hash);
    }
    result
}

#[inline(never)]
fn run<T>(body: Box<dyn FnOnce() -> T + '_>) -> T {
    body()
}

/// The parent leaves the word for the child, who may not look at the tasks
/// before it has the baton.
fn child_word(tid: Tid) -> &'static AtomicU32 {
    let words = WORDS.lock().unwrap_or_else(|e| e.into_inner());
    words[usize::from(tid)]
}
static WORDS: std::sync::Mutex<Vec<&'static AtomicU32>> = std::sync::Mutex::new(Vec::new());
/// To be called between `spawn` and the start of the real thread.
pub fn leave_words() {
    let mut words = WORDS.lock().unwrap_or_else(|e| e.into_inner());
    let tasks = &STATE.get().tasks;
    memory::outside(|| {
        while words.len() < tasks.len() {
            let next = words.len();
            words.push(tasks[next].wake);
        }
    });
}

/// Whether the thread has ended.
pub fn is_done(tid: Tid) -> bool {
    STATE.get().tasks[usize::from(tid)].done
}

/// Waits for a thread, and learns what it has learnt.
#[track_caller]
pub fn join(tid: Tid) {
    let can = || is_done(tid).into();
    let line = Act::new(op::JOIN, &THREADS)
        .release()
        .when(&can)
        .held_by(&|| vec![tid])
        .go();
    learn_from(tid, line);
    state().moved();
}

/// Waits for all threads of a scope, and learns what they have learnt. The
/// destructors of their thread-locals it does not wait for.
pub fn join_all(tids: &[Tid], line: u32) {
    for &tid in tids {
        let can = || STATE.get().tasks[usize::from(tid)].returned.into();
        Act::new(op::JOIN, &THREADS)
            .line(line)
            .release()
            .when(&can)
            .held_by(&|| vec![tid])
            .go();
        learn_from(tid, line);
    }
    state().moved();
}

/// Passes on what an ended thread saw to the one that joins it; of a thread
/// that nobody can ask again, it may then be forgotten.
fn learn_from(tid: Tid, line: u32) {
    let s = state();
    let object = s.object(&THREADS);
    let me = s.current;
    s.log(
        me,
        op::JOIN,
        object + 1,
        line,
        u32::from(tid) + 1,
        None,
        &[],
    );
    let (seen, key, time) = {
        let t = &mut s.tasks[usize::from(tid)];
        let seen = t.seen;
        if t.done {
            t.seen = 0;
        }
        (seen, t.key, t.time)
    };
    let t = s.me();
    t.seen = mix(mix(mix(t.seen, key), seen), u64::from(line));
    t.time = t.time.max(time);
}
