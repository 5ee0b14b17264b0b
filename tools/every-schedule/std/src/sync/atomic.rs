//! Atomics: each access is one step, and all threads see one order of them.
//! Weaker orderings than `SeqCst` are explored as if they were `SeqCst`; the
//! explorer says so in its result.
use crate::rt::{self, Act, Id};
use crate::shared::{kind, mix_bytes, op};
use ::std::fmt;
use ::std::sync::atomic as real;
pub use ::std::sync::atomic::Ordering;
use Ordering::SeqCst;

/// Orders nothing that is not ordered already.
pub fn fence(_: Ordering) {}
/// As [`fence`].
pub fn compiler_fence(_: Ordering) {}
/// As std's, long deprecated.
#[track_caller]
pub fn spin_loop_hint() {
    crate::thread::yield_now();
}

/// Its value is 1 when a `compare_exchange_weak` has failed for no reason: once
/// in a run, since each such failure makes states that are hardly ever merged.
static FAILED: Id = Id::new(kind::FENCE);

macro_rules! atomic {
    ($($name:ident $(<$g:ident>)? : $t:ty { $($fetch:ident($arg:ty)),* })*) => { $(
        /// An atomic whose accesses are steps.
        pub struct $name $(<$g>)? {
            id: Id,
            inner: real::$name $(<$g>)?,
        }
        impl $(<$g>)? ::std::panic::RefUnwindSafe for $name $(<$g>)? {}
        impl $(<$g>)? $name $(<$g>)? {
            #[track_caller]
            pub const fn new(v: $t) -> Self {
                let id = Id::new(kind::ATOMIC).within(::std::mem::offset_of!(Self, id), size_of::<Self>());
                Self { id, inner: real::$name::new(v) }
            }
            fn now(&self) -> String {
                format!("{:?}", self.inner)
            }
            #[track_caller]
            fn alter<R>(&self, f: impl FnOnce() -> R, tell: impl FnOnce(&str, &str, &R) -> String) -> R {
                let line = Act::new(op::UPDATE, &self.id).go();
                let old = self.now();
                let r = f();
                let new = self.now();
                rt::log(op::UPDATE, &self.id, line, Some(&tell(&old, &new, &r)));
                rt::observe(mix_bytes(0, old.as_bytes()));
                self.changed(op::UPDATE, line, &old, &new);
                r
            }
            fn changed(&self, code: u8, line: u32, old: &str, new: &str) {
                let value = mix_bytes(0, new.as_bytes());
                rt::set(&self.id, Some(value));
                if old == new {
                    rt::looked(code, &self.id, line, value);
                } else {
                    rt::moved();
                }
            }
            #[track_caller]
            pub fn load(&self, _: Ordering) -> $t {
                let line = Act::new(op::LOAD, &self.id).go();
                let now = self.now();
                rt::log(op::LOAD, &self.id, line, Some(&now));
                let value = mix_bytes(0, now.as_bytes());
                rt::observe(value);
                rt::looked(op::LOAD, &self.id, line, value);
                self.inner.load(SeqCst)
            }
            #[track_caller]
            pub fn store(&self, v: $t, _: Ordering) {
                let line = Act::new(op::STORE, &self.id).go();
                let old = self.now();
                self.inner.store(v, SeqCst);
                let new = self.now();
                rt::log(op::STORE, &self.id, line, Some(&new));
                rt::observe(mix_bytes(0, new.as_bytes()));
                self.changed(op::STORE, line, &old, &new);
            }
            #[track_caller]
            pub fn swap(&self, v: $t, _: Ordering) -> $t {
                self.alter(|| self.inner.swap(v, SeqCst), |old, new, _| format!("{old} → {new}"))
            }
            #[track_caller]
            pub fn compare_exchange(&self, old: $t, new: $t, _: Ordering, _: Ordering) -> Result<$t, $t> {
                self.alter(
                    || self.inner.compare_exchange(old, new, SeqCst, SeqCst),
                    |old, new, r| match r {
                        Ok(_) => format!("{old} → {new}"),
                        Err(_) => format!("{old}: not as expected"),
                    },
                )
            }
            /// May fail without a reason, once in a run.
            #[track_caller]
            pub fn compare_exchange_weak(&self, expected: $t, new: $t, _: Ordering, _: Ordering) -> Result<$t, $t> {
                rt::used(rt::Used::WeakExchange);
                self.alter(
                    || {
                        let now = self.inner.load(SeqCst);
                        if now == expected && rt::value(&FAILED) == 0 && rt::perhaps() {
                            rt::set(&FAILED, Some(1));
                            rt::observe(3);
                            return Err(now);
                        }
                        self.inner.compare_exchange(expected, new, SeqCst, SeqCst)
                    },
                    |old, new, r| match r {
                        Ok(_) => format!("{old} → {new}"),
                        Err(v) if *v == expected => format!("{old}: failed for no reason"),
                        Err(_) => format!("{old}: not as expected"),
                    },
                )
            }
            #[track_caller]
            pub fn compare_and_swap(&self, old: $t, new: $t, a: Ordering) -> $t {
                self.compare_exchange(old, new, a, a).unwrap_or_else(|v| v)
            }
            #[track_caller]
            pub fn fetch_update(&self, a: Ordering, b: Ordering, mut f: impl FnMut($t) -> Option<$t>) -> Result<$t, $t> {
                let mut old = self.load(b);
                while let Some(new) = f(old) {
                    match self.compare_exchange(old, new, a, b) {
                        Ok(v) => return Ok(v),
                        Err(v) => old = v,
                    }
                }
                Err(old)
            }
            #[track_caller]
            pub fn try_update(&self, a: Ordering, b: Ordering, f: impl FnMut($t) -> Option<$t>) -> Result<$t, $t> {
                self.fetch_update(a, b, f)
            }
            #[track_caller]
            pub fn update(&self, a: Ordering, b: Ordering, mut f: impl FnMut($t) -> $t) -> $t {
                self.fetch_update(a, b, |v| Some(f(v))).unwrap_or_else(|v| v)
            }
            $(#[track_caller]
            pub fn $fetch(&self, v: $arg, _: Ordering) -> $t {
                self.alter(|| self.inner.$fetch(v, SeqCst), |old, new, _| format!("{old} → {new}"))
            })*
            pub fn get_mut(&mut self) -> &mut $t {
                rt::set(&self.id, None);
                rt::open(&self.id);
                self.inner.get_mut()
            }
            pub fn into_inner(self) -> $t {
                self.inner.into_inner()
            }
        }
        impl $(<$g>)? From<$t> for $name $(<$g>)? {
            #[track_caller]
            fn from(v: $t) -> Self {
                Self::new(v)
            }
        }
        impl $(<$g>)? fmt::Debug for $name $(<$g>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.load(SeqCst).fmt(f)
            }
        }
    )* }
}

macro_rules! ints { ($($name:ident: $t:ty),*) => { $(
    atomic! { $name: $t {
        fetch_add($t), fetch_sub($t), fetch_and($t), fetch_or($t), fetch_xor($t), fetch_nand($t),
        fetch_max($t), fetch_min($t)
    } }
    impl Default for $name {
        #[track_caller]
        fn default() -> Self {
            Self::new(0)
        }
    }
)* } }
ints! { AtomicU8: u8, AtomicU16: u16, AtomicU32: u32, AtomicU64: u64, AtomicUsize: usize,
AtomicI8: i8, AtomicI16: i16, AtomicI32: i32, AtomicI64: i64, AtomicIsize: isize }
atomic! {
    AtomicBool: bool {
        fetch_and(bool), fetch_or(bool), fetch_xor(bool), fetch_nand(bool)
    }
    AtomicPtr<T>: *mut T {}
}
impl AtomicBool {
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}
impl Default for AtomicBool {
    #[track_caller]
    fn default() -> Self {
        Self::new(false)
    }
}
impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        Self::new(::std::ptr::null_mut())
    }
}
