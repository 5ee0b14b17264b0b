//! Locks, conditions, barriers, cells that are written once, channels.
pub use ::std::sync::*;

pub mod atomic;
mod counted;
pub mod mpsc;
mod once;
#[doc(hidden)]
pub use counted::Ar_;
pub use once::{LazyLock, Once, OnceLock, OnceState};

use crate::describe::describe;
use crate::memory::{self, Content};
use crate::rt::{self, Act, Baton, Can, Id, Tid};
use crate::shared::{kind, op};
use ::std::fmt;
use ::std::mem::offset_of;
use ::std::ops::{Deref, DerefMut};
use ::std::sync as real;
use ::std::time::Duration;
use real::atomic::{AtomicBool, Ordering::Relaxed}; // a guard may be looked at by several threads

fn map<G, H>(r: LockResult<G>, f: impl FnOnce(G) -> H) -> LockResult<H> {
    match r {
        Ok(g) => Ok(f(g)),
        Err(e) => Err(PoisonError::new(f(e.into_inner()))),
    }
}

// --- Mutex and RwLock --------------------------------------------------------

/// Who has a lock, and who is at the door.
struct Door {
    writer: Option<Tid>,
    readers: Vec<Tid>,
    writers_wait: usize,
}
impl Door {
    const fn new() -> Baton<Self> {
        Baton::new(Self {
            writer: None,
            readers: Vec::new(),
            writers_wait: 0,
        })
    }
    fn open(&self) -> bool {
        self.writer.is_none() && self.readers.is_empty()
    }
    /// A reader may have to wait behind a writer that waits for readers.
    fn open_to_reader(&self) -> Can {
        match () {
            () if self.writer.is_some() => Can::No,
            () if !self.readers.is_empty() && self.writers_wait > 0 => Can::Perhaps,
            () => Can::Yes,
        }
    }
    fn holders(&self) -> Vec<Tid> {
        self.writer.iter().chain(&self.readers).copied().collect()
    }
}

/// std's Mutex, whose locking and unlocking are steps.
pub struct Mutex<T: ?Sized> {
    id: Id,
    door: Baton<Door>,
    inner: real::Mutex<T>,
}
/// std's RwLock, whose locking and unlocking are steps.
pub struct RwLock<T: ?Sized> {
    id: Id,
    door: Baton<Door>,
    inner: real::RwLock<T>,
}

/// The locked mutex.
pub struct MutexGuard<'a, T: ?Sized> {
    inner: Option<real::MutexGuard<'a, T>>,
    lock: &'a Mutex<T>,
    /// It may have been changed.
    used: AtomicBool,
    /// What was in it, if that can be told only by its bytes.
    before: Option<Content>,
}
/// The lock, locked for reading.
pub struct RwLockReadGuard<'a, T: ?Sized> {
    inner: Option<real::RwLockReadGuard<'a, T>>,
    lock: &'a RwLock<T>,
}
/// The lock, locked for writing.
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    inner: Option<real::RwLockWriteGuard<'a, T>>,
    lock: &'a RwLock<T>,
    used: AtomicBool,
    before: Option<Content>,
}

macro_rules! lock_common {
    ($lock:ident, $kind:expr) => {
        impl<T> $lock<T> {
            #[track_caller]
            pub const fn new(t: T) -> Self {
                Self {
                    id: Id::new($kind).within(offset_of!(Self, id), size_of::<Self>()),
                    door: Door::new(),
                    inner: real::$lock::new(t),
                }
            }
        }
        impl<T: ?Sized> $lock<T> {
            pub fn get_mut(&mut self) -> LockResult<&mut T> {
                rt::set(&self.id, None);
                rt::open(&self.id);
                self.inner.get_mut()
            }
            pub fn into_inner(self) -> LockResult<T>
            where
                T: Sized,
            {
                self.inner.into_inner()
            }
            #[track_caller]
            pub fn is_poisoned(&self) -> bool {
                let line = Act::new(op::TRY, &self.id).tries().go();
                let poisoned = self.inner.is_poisoned();
                let text = if poisoned { "poisoned" } else { "not poisoned" };
                rt::log(op::TRY, &self.id, line, Some(text));
                rt::observe(poisoned.into());
                rt::looked(op::TRY, &self.id, line, poisoned.into());
                poisoned
            }
            #[track_caller]
            pub fn clear_poison(&self) {
                let line = Act::new(op::TRY, &self.id).tries().go();
                rt::log(op::TRY, &self.id, line, Some("poison cleared"));
                self.inner.clear_poison();
                rt::set(&self.id, None);
                rt::moved();
            }
            /// Looks, without waiting, whether the lock is free enough.
            #[track_caller]
            fn tried(&self, open: impl Fn(&Door) -> Can) -> (u32, bool) {
                let line = Act::new(op::TRY, &self.id).tries().go();
                let open = match open(self.door.get()) {
                    Can::Perhaps => {
                        rt::used(rt::Used::ReaderQueue);
                        !rt::perhaps()
                    }
                    can => can == Can::Yes,
                };
                rt::observe(open.into());
                if !open {
                    rt::log(op::TRY, &self.id, line, Some("would block"));
                    rt::looked(op::TRY, &self.id, line, 0);
                }
                (line, open)
            }
        }
        impl<T: Default> Default for $lock<T> {
            #[track_caller]
            fn default() -> Self {
                Self::new(T::default())
            }
        }
        impl<T> From<T> for $lock<T> {
            #[track_caller]
            fn from(t: T) -> Self {
                Self::new(t)
            }
        }
        impl<T: ?Sized + fmt::Debug> fmt::Debug for $lock<T> {
            #[track_caller]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (line, open) = self.tried(Door::open_to_reader);
                if open {
                    rt::see(&self.id);
                    rt::log(op::TRY, &self.id, line, None);
                }
                self.inner.fmt(f)
            }
        }
        impl<T: ?Sized> ::std::panic::UnwindSafe for $lock<T> {}
        impl<T: ?Sized> ::std::panic::RefUnwindSafe for $lock<T> {}
    };
}
lock_common!(Mutex, kind::MUTEX);
lock_common!(RwLock, kind::RWLOCK);

macro_rules! guard {
    ($guard:ident, $read:expr, $leave:expr) => {
        impl<T: ?Sized> Deref for $guard<'_, T> {
            type Target = T;
            fn deref(&self) -> &T {
                $read(self);
                self.inner.as_ref().expect("the lock is held")
            }
        }
        impl<T: ?Sized + fmt::Debug> fmt::Debug for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
        impl<T: ?Sized + fmt::Display> fmt::Display for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
        impl<T: ?Sized> Drop for $guard<'_, T> {
            fn drop(&mut self) {
                if self.inner.is_some() {
                    let id = &self.lock.id;
                    let line = Act::new(op::UNLOCK, id).line(0).release().go();
                    $leave(self, line);
                }
            }
        }
    };
}
guard!(
    MutexGuard,
    |g: &Self| g.used.store(true, Relaxed),
    |g: &mut Self, line| {
        g.leave(op::UNLOCK, line);
    }
);
guard!(RwLockReadGuard, |_: &Self| (), |g: &mut Self, line| {
    let me = rt::me();
    rt::log(op::UNLOCK, &g.lock.id, line, None);
    g.inner = None;
    let readers = &mut g.lock.door.get().readers;
    if let Some(at) = readers.iter().position(|r| *r == me) {
        readers.swap_remove(at);
    }
    rt::holds(&g.lock.id, false);
    rt::looked(op::UNLOCK, &g.lock.id, line, 0);
});
guard!(RwLockWriteGuard, |_: &Self| (), |g: &mut Self, line| {
    g.leave(op::UNLOCK, line);
});

macro_rules! leave {
    ($guard:ident) => {
        impl<T: ?Sized> $guard<'_, T> {
            /// Gives the lock back; a panic poisons it.
            fn leave(&mut self, code: u8, line: u32) {
                let id = &self.lock.id;
                let inner = self.inner.take();
                let described = inner.as_deref().and_then(describe);
                let content = match described {
                    Some(_) => None,
                    None => content(inner.as_deref()),
                };
                let same = content.is_some() && content == self.before;
                let shown = described
                    .as_ref()
                    .filter(|_| self.used.load(Relaxed))
                    .map(|d| d.text.as_str());
                rt::log(code, id, line, shown);
                drop(inner); // the real unlock
                let poisoned = self.lock.inner.is_poisoned();
                // The history of the one who had it tells what is in it, where its
                // content does not.
                let used = self.used.load(Relaxed);
                let hash = described.map(|d| d.hash).or(plain(content));
                let changed = match hash {
                    Some(hash) => rt::set(id, Some(crate::shared::mix(hash, u64::from(poisoned)))),
                    None if (used && !same) || poisoned => rt::set(id, None),
                    None => false,
                };
                self.lock.door.get().writer = None;
                rt::close(id);
                rt::holds(id, false);
                if changed {
                    rt::moved();
                } else {
                    rt::looked(code, id, line, rt::value(id));
                }
            }
        }
        impl<T: ?Sized> DerefMut for $guard<'_, T> {
            fn deref_mut(&mut self) -> &mut T {
                self.used.store(true, Relaxed);
                self.inner.as_mut().expect("the lock is held")
            }
        }
    };
}
leave!(MutexGuard);
leave!(RwLockWriteGuard);

impl<T: ?Sized> Mutex<T> {
    fn take(&self, code: u8, line: u32) -> LockResult<MutexGuard<'_, T>> {
        self.door.get().writer = Some(rt::me());
        rt::open(&self.id);
        let r = map(self.inner.lock(), |g| MutexGuard {
            inner: Some(g),
            lock: self,
            used: AtomicBool::new(false),
            before: None,
        });
        let poisoned = r.is_err();
        let r = match r {
            Ok(mut g) => {
                let d = g.inner.as_deref().and_then(describe);
                if d.is_none() {
                    g.before = content(g.inner.as_deref());
                }
                first_value(&self.id, d.as_ref().map(|d| d.hash).or(plain(g.before)));
                rt::log(code, &self.id, line, d.as_ref().map(|d| d.text.as_str()));
                Ok(g)
            }
            Err(e) => {
                rt::log(code, &self.id, line, Some("poisoned"));
                Err(e)
            }
        };
        rt::see(&self.id);
        rt::observe(poisoned.into());
        rt::holds(&self.id, true);
        rt::looked(code, &self.id, line, rt::value(&self.id));
        r
    }
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let line = Act::new(op::LOCK, &self.id)
            .when(&|| self.door.get().open().into())
            .held_by(&|| self.door.get().holders())
            .go();
        self.take(op::LOCK, line)
    }
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let (line, open) = self.tried(|d| d.open().into());
        if open {
            Ok(self.take(op::LOCK, line)?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }
}

/// A hash of what is in a lock, for types that cannot be described.
pub(crate) fn content<T: ?Sized>(t: Option<&T>) -> Option<Content> {
    let t = t?;
    rt::content((&raw const *t).cast(), size_of_val(t))
}

/// What tells content that leads nowhere.
pub(crate) fn plain(content: Option<Content>) -> Option<u64> {
    content.filter(|c| c.plain).map(|c| c.hash)
}

/// What a lock was made with is its value until someone changes it.
fn first_value(id: &Id, hash: Option<u64>) {
    if let Some(hash) = hash
        && rt::value(id) == 0
    {
        rt::set(id, Some(crate::shared::mix(hash, 0)));
    }
}

impl<T: ?Sized> RwLock<T> {
    fn take_read(&self, line: u32) -> LockResult<RwLockReadGuard<'_, T>> {
        let me = rt::me();
        memory::outside(|| self.door.get().readers.push(me));
        let r = map(self.inner.read(), |g| RwLockReadGuard {
            inner: Some(g),
            lock: self,
        });
        let poisoned = r.is_err();
        let shown = match &r {
            Ok(g) => g.inner.as_deref().and_then(|v| {
                let d = describe(v)?;
                first_value(&self.id, Some(d.hash));
                Some(d.text)
            }),
            Err(_) => Some("poisoned".to_owned()),
        };
        rt::log(op::READ, &self.id, line, shown.as_deref());
        rt::see(&self.id);
        rt::observe(poisoned.into());
        rt::holds(&self.id, true);
        rt::looked(op::READ, &self.id, line, rt::value(&self.id));
        r
    }
    fn take_write(&self, line: u32) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.door.get().writer = Some(rt::me());
        rt::open(&self.id);
        let mut r = map(self.inner.write(), |g| RwLockWriteGuard {
            inner: Some(g),
            lock: self,
            used: AtomicBool::new(false),
            before: None,
        });
        if let Ok(g) = &mut r {
            g.before = content(g.inner.as_deref());
            if g.inner.as_deref().and_then(describe).is_none() {
                first_value(&self.id, plain(g.before));
            }
        }
        let poisoned = r.is_err();
        let shown = match &r {
            Ok(g) => g.inner.as_deref().and_then(|v| {
                let d = describe(v)?;
                first_value(&self.id, Some(d.hash));
                Some(d.text)
            }),
            Err(_) => Some("poisoned".to_owned()),
        };
        rt::log(op::WRITE, &self.id, line, shown.as_deref());
        rt::see(&self.id);
        rt::observe(poisoned.into());
        rt::holds(&self.id, true);
        rt::looked(op::WRITE, &self.id, line, rt::value(&self.id));
        r
    }
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let line = Act::new(op::READ, &self.id)
            .when(&|| self.door.get().open_to_reader())
            .held_by(&|| self.door.get().holders())
            .go();
        self.take_read(line)
    }
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.door.get().writers_wait += 1;
        let line = Act::new(op::WRITE, &self.id)
            .when(&|| self.door.get().open().into())
            .held_by(&|| self.door.get().holders())
            .go();
        self.door.get().writers_wait -= 1;
        self.take_write(line)
    }
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let (line, open) = self.tried(Door::open_to_reader);
        if open {
            Ok(self.take_read(line)?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let (line, open) = self.tried(|d| d.open().into());
        if open {
            Ok(self.take_write(line)?)
        } else {
            Err(TryLockError::WouldBlock)
        }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Keeps the lock, for reading.
    pub fn downgrade(mut s: Self) -> RwLockReadGuard<'a, T> {
        let lock = s.lock;
        let line = Act::new(op::UNLOCK, &lock.id).line(0).release().go();
        s.leave(op::UNLOCK, line);
        drop(s);
        lock.take_read(line).unwrap_or_else(|e| e.into_inner())
    }
}

// --- Condvar -----------------------------------------------------------------

/// Any of those who wait may be the one that is notified, and each thread may
/// wake once for no reason in a run.
pub struct Condvar {
    id: Id,
    waiting: Baton<Vec<Waiter>>,
}
struct Waiter {
    tid: Tid,
    notified: bool,
}

/// Whether a wait ended by its time-out.
#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);
impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

type Slept<'a, T> = LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>;

impl Condvar {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            id: Id::new(kind::CONDVAR).within(offset_of!(Self, id), size_of::<Self>()),
            waiting: Baton::new(Vec::new()),
        }
    }
    /// What it holds is who waits, in whatever order.
    fn value(&self) {
        let one = |w: &Waiter| crate::shared::mix(rt::key(w.tid), u64::from(w.notified));
        let sum = self.waiting.get().iter().map(one);
        rt::set(&self.id, Some(sum.fold(0, u64::wrapping_add)));
    }
    fn changed(&self) {
        self.value();
        rt::moved();
    }
    fn notified(&self, tid: Tid) -> bool {
        self.waiting
            .get()
            .iter()
            .any(|w| w.tid == tid && w.notified)
    }
    #[track_caller]
    fn sleep<'a, T>(&self, mut g: MutexGuard<'a, T>, timeout: Option<Duration>) -> Slept<'a, T> {
        rt::used(if timeout.is_some() {
            rt::Used::Timeout
        } else {
            rt::Used::Condvar
        });
        let m = g.lock;
        let me = rt::me();
        let line = Act::new(op::WAIT, &self.id).go();
        rt::log(op::WAIT, &self.id, line, None);
        let waiter = Waiter {
            tid: me,
            notified: false,
        };
        memory::outside(|| self.waiting.get().push(waiter));
        g.leave(op::UNLOCK, line);
        self.changed();
        drop(g);
        // Who is notified has only the mutex to wait for. Who wakes otherwise
        // leaves the queue, whoever has the mutex, and waits for it then.
        let can = || match self.notified(me) {
            true => m.door.get().open().into(),
            false if timeout.is_some() => Can::Yes,
            false if rt::spurious_left(me) => Can::Perhaps,
            false => Can::No,
        };
        // What it waits for: the notification first, then the mutex.
        let holders = || m.door.get().holders();
        let relock = Act::new(op::WAKE, &self.id).line(line).choice().when(&can);
        relock.held_by(&holders).go();
        let notified = self.notified(me);
        let timed_out = !notified && timeout.is_some() && !(rt::spurious_left(me) && rt::perhaps());
        let why = match (notified, timed_out) {
            (true, _) => "notified",
            (_, true) => "timed out",
            _ => "woken for no reason",
        };
        rt::log(op::WAKE, &self.id, line, Some(why));
        match timeout {
            _ if notified => {}
            Some(time) if timed_out => rt::pass(time),
            _ => rt::woken_for_nothing(),
        }
        self.waiting.get().retain(|w| w.tid != me);
        rt::observe(u64::from(timed_out)); // why else it woke, it cannot tell
        self.value();
        if !timed_out {
            rt::moved();
        }
        if !notified {
            let open = || m.door.get().open().into();
            let relock = Act::new(op::LOCK, &m.id).line(line).when(&open);
            relock.held_by(&holders).go();
        }
        map(m.take(op::LOCK, line), |g| {
            (g, WaitTimeoutResult(timed_out))
        })
    }
    #[track_caller]
    pub fn wait<'a, T>(&self, g: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        map(self.sleep(g, None), |(g, _)| g)
    }
    #[track_caller]
    pub fn wait_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut g: MutexGuard<'a, T>,
        mut f: F,
    ) -> LockResult<MutexGuard<'a, T>> {
        while f(&mut *g) {
            g = self.wait(g)?;
        }
        Ok(g)
    }
    #[track_caller]
    pub fn wait_timeout<'a, T>(&self, g: MutexGuard<'a, T>, time: Duration) -> Slept<'a, T> {
        self.sleep(g, Some(time))
    }
    /// As [`Condvar::wait_timeout`], long deprecated.
    #[track_caller]
    pub fn wait_timeout_ms<'a, T>(
        &self,
        g: MutexGuard<'a, T>,
        ms: u32,
    ) -> LockResult<(MutexGuard<'a, T>, bool)> {
        let r = self.sleep(g, Some(Duration::from_millis(ms.into())));
        map(r, |(g, t)| (g, !t.0))
    }
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut g: MutexGuard<'a, T>,
        time: Duration,
        mut f: F,
    ) -> Slept<'a, T> {
        while f(&mut *g) {
            let t;
            (g, t) = self.sleep(g, Some(time))?;
            if t.0 {
                let failed = f(&mut *g);
                return Ok((g, WaitTimeoutResult(failed)));
            }
        }
        Ok((g, WaitTimeoutResult(false)))
    }
    #[track_caller]
    fn notify(&self, all: bool) {
        let line = Act::new(op::NOTIFY, &self.id).go();
        let asleep: Vec<Tid> = self
            .waiting
            .get()
            .iter()
            .filter(|w| !w.notified)
            .map(|w| w.tid)
            .collect();
        let woken = match asleep[..] {
            [] => vec![],
            _ if all => asleep,
            _ => vec![rt::pick(&asleep)],
        };
        let text = if woken.is_empty() {
            "nobody waits"
        } else if all {
            "all"
        } else {
            "one"
        };
        rt::log(op::NOTIFY, &self.id, line, Some(text));
        for w in self
            .waiting
            .get()
            .iter_mut()
            .filter(|w| woken.contains(&w.tid))
        {
            w.notified = true;
        }
        if woken.is_empty() {
            rt::looked(op::NOTIFY, &self.id, line, 0);
        } else {
            self.changed();
        }
    }
    #[track_caller]
    pub fn notify_one(&self) {
        self.notify(false);
    }
    #[track_caller]
    pub fn notify_all(&self) {
        self.notify(true);
    }
}
impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}
impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}

// --- Barrier -----------------------------------------------------------------

/// Holds threads until enough have come; the last to come leads.
pub struct Barrier {
    id: Id,
    size: usize,
    arrived: Baton<usize>,
}
/// Whether this thread led.
pub struct BarrierWaitResult(bool);
impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool {
        self.0
    }
}
impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult")
            .field("is_leader", &self.0)
            .finish()
    }
}
impl Barrier {
    #[track_caller]
    pub const fn new(size: usize) -> Self {
        Self {
            id: Id::new(kind::BARRIER).within(offset_of!(Self, id), size_of::<Self>()),
            size,
            arrived: Baton::new(0),
        }
    }
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let line = Act::new(op::BARRIER, &self.id).go();
        *self.arrived.get() += 1;
        let n = *self.arrived.get();
        let size = self.size.max(1);
        let needed = n.div_ceil(size) * size;
        let leads = n == needed;
        let text = format!("{} of {size}", size - (needed - n));
        rt::log(op::BARRIER, &self.id, line, Some(&text));
        rt::set(&self.id, Some(n as u64));
        rt::observe(u64::from(leads));
        rt::moved();
        if !leads {
            let open = || (*self.arrived.get() >= needed).into();
            Act::new(op::BARRIER, &self.id)
                .line(line)
                .release()
                .when(&open)
                .go();
        }
        BarrierWaitResult(leads)
    }
}
impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}
