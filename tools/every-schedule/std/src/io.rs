//! Printing is a step, also through the locks of the streams.
use crate::rt::{self, Baton, Can, Tid};
use crate::shared::op;
use ::std::cell::{Cell, RefCell};
use ::std::fmt::{self, Arguments};
pub use ::std::io::*;
use ::std::marker::PhantomData;

/// Who has locked a stream, and how often.
struct Stream {
    owner: Baton<Option<(Tid, usize)>>,
}
static OUT: Stream = Stream {
    owner: Baton::new(None),
};
static ERR: Stream = Stream {
    owner: Baton::new(None),
};

impl Stream {
    fn free_for(&self, me: Tid) -> Can {
        self.owner.get().is_none_or(|(owner, _)| owner == me).into()
    }
    fn owners(&self) -> Vec<Tid> {
        self.owner.get().iter().map(|o| o.0).collect()
    }
    fn print(&self, err: bool, line: u32, text: &str) {
        let me = rt::me();
        rt::print(err, line, text, &|| self.free_for(me), &|| self.owners());
    }
    fn lock(&self, id: &rt::Id, line: u32) {
        let me = rt::me();
        if let Some((owner, n)) = self.owner.get()
            && *owner == me
        {
            *n += 1;
            return;
        }
        rt::Act::new(op::LOCK, id)
            .line(line)
            .when(&|| self.free_for(me))
            .held_by(&|| self.owners())
            .go();
        rt::log(op::LOCK, id, line, None);
        rt::holds(id, true);
        *self.owner.get() = Some((me, 1));
    }
    fn unlock(&self, id: &rt::Id) {
        if let Some((_, n)) = self.owner.get()
            && *n > 1
        {
            *n -= 1;
            return;
        }
        let line = rt::Act::new(op::UNLOCK, id).line(0).release().go();
        rt::log(op::UNLOCK, id, line, None);
        rt::holds(id, false);
        *self.owner.get() = None;
    }
}

// --- formatting ----------------------------------------------------------------

/// A print whose arguments are being formatted.
///
/// std locks the stream first, and formats while it holds the lock. Lock, parts
/// and unlock are one step until formatting itself makes one: then they could
/// be told apart.
struct Format {
    err: bool,
    line: u32,
    /// What is formatted and not yet written.
    text: RefCell<String>,
    /// The caller does not hold the lock: it has to be taken.
    locks: bool,
    /// Formatting has made a step.
    begun: Cell<bool>,
    /// What this thread was formatting when it came to this.
    outer: *const Format,
}
::std::thread_local! {
    static INNERMOST: Cell<*const Format> = const { Cell::new(::std::ptr::null()) };
    static SETTLING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is formatting what it is about to print.
pub(crate) fn formatting() -> bool {
    !INNERMOST.get().is_null() && !SETTLING.get()
}

/// Before a step of this thread: what it is formatting takes the lock, and
/// writes what there is so far.
pub(crate) fn settle() {
    SETTLING.set(true);
    // SAFETY: a format is on the list only while `format` below has it.
    let mut formats: Vec<&Format> =
        ::std::iter::successors(unsafe { INNERMOST.get().as_ref() }, |f| unsafe {
            f.outer.as_ref()
        })
        .collect();
    while let Some(f) = formats.pop() {
        if !f.begun.replace(true) && f.locks {
            let (stream, id) = stream(f.err);
            stream.lock(id, f.line);
        }
        f.write();
    }
    SETTLING.set(false);
}

fn stream(err: bool) -> (&'static Stream, &'static rt::Id) {
    if err {
        (&ERR, &rt::STDERR)
    } else {
        (&OUT, &rt::STDOUT)
    }
}

impl Format {
    fn write(&self) {
        let text = self.text.take();
        if !text.is_empty() {
            stream(self.err).0.print(self.err, self.line, &text);
        }
    }
}
impl Drop for Format {
    /// Also when formatting panics: what came before is printed.
    fn drop(&mut self) {
        INNERMOST.set(self.outer);
        if self.begun.get() {
            self.write();
            if self.locks {
                let (stream, id) = stream(self.err);
                stream.unlock(id);
            }
        } else {
            let (stream, text) = (stream(self.err).0, self.text.take());
            stream.print(self.err, self.line, &text);
        }
    }
}
impl fmt::Write for &Format {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.text.borrow_mut().push_str(part);
        Ok(())
    }
}

#[track_caller]
fn format(err: bool, locks: bool, args: Arguments<'_>, newline: bool) {
    let f = Format {
        err,
        line: rt::line(),
        text: RefCell::default(),
        locks,
        begun: Cell::new(false),
        outer: INNERMOST.get(),
    };
    INNERMOST.set(&raw const f);
    assert!(
        fmt::write(&mut &f, args).is_ok(),
        "a formatting trait implementation returned an error when the underlying stream did not"
    );
    if newline {
        f.text.borrow_mut().push('\n');
    }
}

/// What `print!` and `println!` do.
#[doc(hidden)]
#[track_caller]
pub fn print(args: Arguments<'_>, newline: bool) {
    format(false, true, args, newline);
}
/// What `eprint!` and `eprintln!` do.
#[doc(hidden)]
#[track_caller]
pub fn eprint(args: Arguments<'_>, newline: bool) {
    format(true, true, args, newline);
}

macro_rules! stream {
    ($handle:ident, $lock:ident, $function:ident, $stream:ident, $id:expr, $err:literal) => {
        /// A handle to the stream.
        #[derive(Debug)]
        pub struct $handle(());
        /// The locked stream: others wait to print until it is dropped.
        #[derive(Debug)]
        pub struct $lock<'a>(PhantomData<(&'a (), *const ())>);
        /// A handle to the stream.
        pub fn $function() -> $handle {
            $handle(())
        }
        // SAFETY: as std's: what may not move to another thread may be looked at.
        unsafe impl Sync for $lock<'_> {}
        impl $handle {
            #[track_caller]
            pub fn lock(&self) -> $lock<'static> {
                $stream.lock(&$id, rt::line());
                $lock(PhantomData)
            }
        }
        impl Drop for $lock<'_> {
            fn drop(&mut self) {
                $stream.unlock(&$id);
            }
        }
        stream!(write $handle, $stream, $id, $err, true);
        stream!(write &$handle, $stream, $id, $err, true);
        stream!(write $lock<'_>, $stream, $id, $err, false);
    };
    (write $t:ty, $stream:ident, $id:expr, $err:literal, $locks:literal) => {
        impl Write for $t {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                $stream.print($err, rt::line(), &String::from_utf8_lossy(bytes));
                Ok(bytes.len())
            }
            #[track_caller]
            fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
                self.write(bytes).map(|_| ())
            }
            #[track_caller]
            fn write_fmt(&mut self, args: Arguments<'_>) -> Result<()> {
                format($err, $locks, args, false);
                Ok(())
            }
            #[track_caller]
            fn flush(&mut self) -> Result<()> {
                let me = rt::me();
                rt::Act::new(op::FLUSH, &$id)
                    .release()
                    .when(&|| $stream.free_for(me))
                    .held_by(&|| $stream.owners())
                    .go();
                rt::log(op::FLUSH, &$id, 0, None);
                Ok(())
            }
        }
    };
}
stream!(Stdout, StdoutLock, stdout, OUT, rt::STDOUT, false);
stream!(Stderr, StderrLock, stderr, ERR, rt::STDERR, true);
