//! What is done once: `Once`, `OnceLock`, `LazyLock`.
use crate::describe::describe;
use crate::rt::{self, Act, Baton, Id, Tid};
use crate::shared::{kind, op};
use ::std::fmt;
use ::std::mem::offset_of;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use ::std::sync as real;

/// Written at most once; who comes while it is being written waits.
pub struct OnceLock<T> {
    id: Id,
    busy: Baton<Option<Tid>>,
    inner: real::OnceLock<T>,
}
impl<T> OnceLock<T> {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            id: Id::new(kind::ONCE).within(offset_of!(Self, id), size_of::<Self>()),
            busy: Baton::new(None),
            inner: real::OnceLock::new(),
        }
    }
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        let line = if self.inner.get().is_some() {
            Act::new(op::TRY, &self.id).settled().go() // it stays as it is
        } else {
            Act::new(op::TRY, &self.id).tries().go()
        };
        let value = self.inner.get();
        rt::log(
            op::TRY,
            &self.id,
            line,
            Some(if value.is_some() { "set" } else { "empty" }),
        );
        rt::see(&self.id);
        rt::looked(op::TRY, &self.id, line, rt::value(&self.id));
        value
    }
    #[track_caller]
    pub fn set(&self, t: T) -> Result<(), T> {
        let mut t = Some(t);
        self.get_or_init(|| t.take().expect("it is called once"));
        t.map_or(Ok(()), Err)
    }
    #[track_caller]
    pub fn get_or_init(&self, f: impl FnOnce() -> T) -> &T {
        let act = Act::new(op::CALL_ONCE, &self.id);
        let line = if self.inner.get().is_some() {
            act.settled().go() // it stays as it is
        } else {
            let free = || self.busy.get().is_none().into();
            act.when(&free)
                .held_by(&|| self.busy.get().iter().copied().collect())
                .go()
        };
        let first = self.inner.get().is_none();
        rt::log(
            op::CALL_ONCE,
            &self.id,
            line,
            Some(if first { "first" } else { "done" }),
        );
        rt::see(&self.id);
        if !first {
            rt::looked(op::CALL_ONCE, &self.id, line, rt::value(&self.id));
        }
        self.inner.get_or_init(|| {
            struct Busy<'a>(&'a Baton<Option<Tid>>, &'a Id, Option<u64>);
            impl Drop for Busy<'_> {
                fn drop(&mut self) {
                    let line = Act::new(op::UNLOCK, self.1).line(0).release().go();
                    rt::log(op::UNLOCK, self.1, line, None);
                    *self.0.get() = None;
                    rt::set(self.1, self.2);
                    rt::holds(self.1, false);
                    rt::moved();
                }
            }
            *self.busy.get() = Some(rt::me());
            rt::holds(&self.id, true);
            rt::moved();
            let mut busy = Busy(&self.busy, &self.id, None);
            let t = f();
            busy.2 = describe(&t).map(|d| d.hash);
            t
        })
    }
    /// Waits until someone has set it.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.until(&|| false);
        self.inner.get().expect("it is set")
    }
    /// Waits until it is set, or `over` says that waiting is over.
    #[track_caller]
    fn until(&self, over: &dyn Fn() -> bool) {
        let can = || (self.inner.get().is_some() || over()).into();
        let line = Act::new(op::CALL_ONCE, &self.id)
            .settled()
            .when(&can)
            .held_by(&|| self.busy.get().iter().copied().collect())
            .go();
        rt::log(op::CALL_ONCE, &self.id, line, Some("done"));
        rt::see(&self.id);
        rt::looked(op::CALL_ONCE, &self.id, line, rt::value(&self.id));
    }
    pub fn get_mut(&mut self) -> Option<&mut T> {
        rt::set(&self.id, None);
        rt::open(&self.id);
        self.inner.get_mut()
    }
    pub fn into_inner(self) -> Option<T> {
        self.inner.into_inner()
    }
    pub fn take(&mut self) -> Option<T> {
        rt::set(&self.id, None);
        rt::open(&self.id);
        self.inner.take()
    }
}
impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}
impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(t: T) -> Self {
        let cell = Self::new();
        rt::set(&cell.id, describe(&t).map(|d| d.hash));
        let _ = cell.inner.set(t);
        cell
    }
}
impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.get().map_or_else(Self::new, |t| Self::from(t.clone()))
    }
}
impl<T: PartialEq> PartialEq for OnceLock<T> {
    #[track_caller]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}
impl<T: Eq> Eq for OnceLock<T> {}
impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    #[track_caller]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get();
        self.inner.fmt(f)
    }
}

/// What `call_once_force` gives to its closure.
#[derive(Debug)]
pub struct OnceState(bool);
impl OnceState {
    pub fn is_poisoned(&self) -> bool {
        self.0
    }
}

/// Runs a closure once.
pub struct Once {
    cell: OnceLock<()>,
    poisoned: Baton<bool>,
}
impl Once {
    #[track_caller]
    pub const fn new() -> Self {
        Self {
            cell: OnceLock::new(),
            poisoned: Baton::new(false),
        }
    }
    #[track_caller]
    fn call(&self, force: bool, f: impl FnOnce(&OnceState)) {
        self.cell.get_or_init(|| {
            struct Poison<'a>(&'a Baton<bool>);
            impl Drop for Poison<'_> {
                fn drop(&mut self) {
                    *self.0.get() = ::std::thread::panicking();
                }
            }
            let was = *self.poisoned.get();
            assert!(force || !was, "Once instance has previously been poisoned");
            let _poison = Poison(&self.poisoned);
            f(&OnceState(was));
        });
    }
    #[track_caller]
    pub fn call_once(&self, f: impl FnOnce()) {
        self.call(false, |_| f());
    }
    #[track_caller]
    pub fn call_once_force(&self, f: impl FnOnce(&OnceState)) {
        self.call(true, f);
    }
    /// Waits until a closure has run.
    #[track_caller]
    pub fn wait(&self) {
        // It may be poisoned, which is no reason to wait, while nobody runs.
        self.cell
            .until(&|| *self.poisoned.get() && self.cell.busy.get().is_none());
        let done = self.cell.inner.get().is_some();
        assert!(done, "Once instance has previously been poisoned");
    }
    /// As `wait`; a poisoned one may yet be run.
    #[track_caller]
    pub fn wait_force(&self) {
        self.cell.wait();
    }
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        self.cell.get().is_some()
    }
}
impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

/// Made when first needed.
pub struct LazyLock<T, F = fn() -> T> {
    cell: OnceLock<T>,
    init: Baton<Option<F>>,
}
// SAFETY: `init` is touched only by the one thread that initializes.
unsafe impl<T: Sync + Send, F: Send> Sync for LazyLock<T, F> {}
// SAFETY: as std's; the parts would say so, but `Baton` says it of everything.
unsafe impl<T: Send, F: Send> Send for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}
impl<T, F> LazyLock<T, F> {
    #[track_caller]
    pub fn get(this: &Self) -> Option<&T> {
        this.cell.get()
    }
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        this.cell.get_mut()
    }
}
impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    #[track_caller]
    pub const fn new(f: F) -> Self {
        Self {
            cell: OnceLock::new(),
            init: Baton::new(Some(f)),
        }
    }
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.cell.get_or_init(|| match this.init.get().take() {
            Some(f) => f(),
            None => panic!("LazyLock instance has previously been poisoned"),
        })
    }
    #[track_caller]
    pub fn force_mut(this: &mut Self) -> &mut T {
        Self::force(this);
        this.cell.get_mut().expect("it is set")
    }
}
impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;
    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}
impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        Self::force_mut(self)
    }
}
impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(T::default)
    }
}
impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    #[track_caller]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut d = f.debug_tuple("LazyLock");
        match self.cell.get() {
            Some(v) => d.field(v),
            None => d.field(&format_args!("<uninit>")),
        };
        d.finish()
    }
}
