//! Threads are real; starting, joining and ending them are steps.
use crate::rt::{self, Act, Baton, Can, Id, Tid};
use crate::shared::{kind, mix_bytes, op};
use ::std::mem::offset_of;
use ::std::num::NonZero;
use ::std::sync::{Arc, Mutex};
pub use ::std::thread::{AccessError, LocalKey, Result, ThreadId, panicking};
use ::std::time::Duration;
use ::std::{fmt, io, thread as real};

/// A handle to a thread.
#[derive(Clone)]
pub struct Thread {
    inner: real::Thread,
    park: Arc<Park>,
}
impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = f.debug_struct("Thread");
        f.field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

struct Park {
    id: Id,
    token: Baton<bool>,
}
impl Park {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            id: Id::new(kind::PARK).within(offset_of!(Self, id), size_of::<Self>()),
            token: Baton::new(false),
        })
    }
}

::std::thread_local! {
    static PARK: ::std::cell::RefCell<Arc<Park>> = ::std::cell::RefCell::new(Park::new());
}

impl Thread {
    pub fn id(&self) -> ThreadId {
        let id = self.inner.id();
        rt::observe(mix_bytes(5, format!("{id:?}").as_bytes()));
        id
    }
    pub fn name(&self) -> Option<&str> {
        self.inner.name()
    }
    #[track_caller]
    pub fn unpark(&self) {
        let line = Act::new(op::UNPARK, &self.park.id).go();
        rt::log(op::UNPARK, &self.park.id, line, None);
        *self.park.token.get() = true;
        if rt::set(&self.park.id, Some(1)) {
            rt::moved();
        }
    }
}

/// The running thread.
pub fn current() -> Thread {
    rt::me();
    Thread {
        inner: real::current(),
        park: PARK.with_borrow(Arc::clone),
    }
}

#[track_caller]
fn parks(timeout: bool) {
    rt::used(if timeout {
        rt::Used::Timeout
    } else {
        rt::Used::Park
    });
    let p = PARK.with_borrow(Arc::clone);
    let me = rt::me();
    let can = || match () {
        () if timeout || *p.token.get() => Can::Yes,
        () if rt::spurious_left(me) => Can::Perhaps,
        () => Can::No,
    };
    let line = Act::new(op::PARK, &p.id).when(&can).go();
    let token = ::std::mem::take(p.token.get());
    let why = match (token, timeout) {
        (true, _) => None,
        (_, true) => Some("timed out"),
        _ => {
            rt::woken_for_nothing();
            Some("woken for no reason")
        }
    };
    rt::log(op::PARK, &p.id, line, why);
    rt::observe(token.into());
    rt::see(&p.id);
    if rt::set(&p.id, Some(0)) {
        rt::moved();
    } else {
        rt::looked(op::PARK, &p.id, line, 0);
    }
}
/// Waits for `unpark`.
#[track_caller]
pub fn park() {
    parks(false);
}
/// As [`park_timeout`], long deprecated.
#[track_caller]
pub fn park_timeout_ms(ms: u32) {
    park_timeout(Duration::from_millis(ms.into()));
}
/// Waits for `unpark`; the time-out may strike at any moment.
#[track_caller]
pub fn park_timeout(time: Duration) {
    rt::pass(time);
    parks(true);
}

/// Lets virtual time pass; orders nothing.
#[track_caller]
pub fn sleep(time: Duration) {
    rt::pass(time);
    idle(op::SLEEP, Some(&format!("{time:?}")));
}
/// As [`sleep`], long deprecated.
#[track_caller]
pub fn sleep_ms(ms: u32) {
    sleep(Duration::from_millis(ms.into()));
}
/// Lets others go on.
#[track_caller]
pub fn yield_now() {
    idle(op::YIELD, None);
}
/// Nobody can notice it: any other thread may go on at the next step anyway.
#[track_caller]
fn idle(code: u8, value: Option<&str>) {
    let line = Act::new(code, &rt::THREADS).release().go();
    rt::log(code, &rt::THREADS, line, value);
    rt::looked(code, &rt::THREADS, line, 0);
}

/// The same on every machine.
pub fn available_parallelism() -> io::Result<NonZero<usize>> {
    Ok(const { NonZero::new(4).unwrap() })
}

/// Notes when nobody takes the result.
struct Unjoined(bool);
impl Drop for Unjoined {
    fn drop(&mut self) {
        if self.0 {
            rt::used(rt::Used::Result);
        }
    }
}

struct Child<H> {
    unjoined: Unjoined,
    tid: Tid,
    thread: Thread,
    inner: H,
}
/// Owns a thread that can be joined.
pub struct JoinHandle<T>(Child<real::JoinHandle<T>>);
/// Owns a thread of a scope.
pub struct ScopedJoinHandle<'scope, T>(Child<real::ScopedJoinHandle<'scope, T>>);

macro_rules! handle { ($t:ident $(<$l:lifetime>)?) => {
    impl<$($l,)? T> $t<$($l,)? T> {
        #[track_caller]
        pub fn join(mut self) -> Result<T> {
            self.0.unjoined.0 = false;
            rt::join(self.0.tid);
            self.0.inner.join()
        }
        #[track_caller]
        pub fn is_finished(&self) -> bool {
            let line = Act::new(op::TRY, &rt::THREADS).choice().tries().go();
            let done = rt::is_done(self.0.tid);
            rt::log(op::TRY, &rt::THREADS, line, Some(if done { "finished" } else { "running" }));
            rt::observe(done.into());
            rt::looked(op::TRY, &rt::THREADS, line, u64::from(self.0.tid) << 1 | u64::from(done));
            done
        }
        pub fn thread(&self) -> &Thread {
            &self.0.thread
        }
    }
    impl<$($l,)? T> fmt::Debug for $t<$($l,)? T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct(stringify!($t)).finish_non_exhaustive()
        }
    }
} }
handle!(JoinHandle);
handle!(ScopedJoinHandle<'scope>);

/// Starts `body` by `start`, one of std's ways to spawn, under the scheduler.
#[track_caller]
fn launch<'a, T: Send + 'a, H>(
    name: Option<String>,
    scoped: bool,
    body: impl FnOnce() -> T + Send + 'a,
    start: impl FnOnce(real::Builder, Box<dyn FnOnce() -> T + Send + 'a>) -> io::Result<H>,
    handle: impl FnOnce(&H) -> &real::Thread,
) -> io::Result<Child<H>> {
    let tid = rt::spawn(name.as_deref(), scoped, rt::line());
    rt::leave_words();
    let park = Park::new();
    let its = park.clone();
    let body = move || {
        rt::child(tid, scoped, || {
            PARK.set(its);
            body()
        })
    };
    // A small stack would be the program's wish; a big one costs nothing.
    let mut builder = real::Builder::new();
    if let Some(name) = name {
        builder = builder.name(name);
    }
    let inner = start(builder, Box::new(body))?;
    let thread = Thread {
        inner: handle(&inner).clone(),
        park,
    };
    let unjoined = Unjoined(::std::mem::needs_drop::<T>());
    Ok(Child {
        unjoined,
        tid,
        thread,
        inner,
    })
}

/// Starts a thread with a name.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}
impl Builder {
    pub fn new() -> Self {
        Self::default()
    }
    pub fn name(self, name: String) -> Self {
        Self { name: Some(name) }
    }
    pub fn stack_size(self, _: usize) -> Self {
        self
    }
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        launch(
            self.name,
            false,
            f,
            real::Builder::spawn,
            real::JoinHandle::thread,
        )
        .map(JoinHandle)
    }
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let start = |b: real::Builder, body| b.spawn_scoped(&scope.0, body);
        let child = launch(self.name, true, f, start, real::ScopedJoinHandle::thread)?;
        let mut scopes = SCOPES.lock().unwrap_or_else(|e| e.into_inner());
        scopes.push(((&raw const *scope) as usize, child.tid));
        Ok(ScopedJoinHandle(child))
    }
}

/// Starts a thread.
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(f).expect("failed to spawn thread")
}

/// Starts threads that may borrow, and joins them.
#[repr(transparent)]
#[derive(Debug)]
pub struct Scope<'scope, 'env: 'scope>(real::Scope<'scope, 'env>);

/// Which threads were started in the scope at an address.
static SCOPES: Mutex<Vec<(usize, Tid)>> = Mutex::new(Vec::new());

impl<'scope, 'env> Scope<'scope, 'env> {
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new()
            .spawn_scoped(self, f)
            .expect("failed to spawn thread")
    }
}

/// Runs `f` and then joins all that it has started.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    struct End(usize, u32);
    impl Drop for End {
        fn drop(&mut self) {
            let mut mine = Vec::new();
            // A thread may start another in the same scope while we wait.
            loop {
                let before = mine.len();
                {
                    let scopes = SCOPES.lock().unwrap_or_else(|e| e.into_inner());
                    let all = scopes.iter().filter(|s| s.0 == self.0).map(|s| s.1);
                    mine.extend(all.skip(before));
                }
                if mine.len() == before {
                    break;
                }
                rt::join_all(&mine[before..], self.1);
            }
            let mut scopes = SCOPES.lock().unwrap_or_else(|e| e.into_inner());
            scopes.retain(|s| s.0 != self.0);
        }
    }
    let line = rt::line();
    real::scope(|s| {
        // SAFETY: `Scope` is a transparent wrapper.
        let s: &Scope<'_, '_> = unsafe { &*(&raw const *s).cast() };
        let _end = End((&raw const *s) as usize, line);
        f(s)
    })
}
