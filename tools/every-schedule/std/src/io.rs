//! Printing is a step, also through the locks of the streams.
use crate::rt::{self, Baton, Can, Tid};
use crate::shared::op;
use ::std::fmt::Arguments;
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
    #[track_caller]
    fn print(&self, err: bool, text: &str) {
        let me = rt::me();
        rt::print(err, text, &|| self.free_for(me), &|| self.owners());
    }
    #[track_caller]
    fn lock(&self, id: &rt::Id) {
        let me = rt::me();
        if let Some((owner, n)) = self.owner.get()
            && *owner == me
        {
            *n += 1;
            return;
        }
        let line = rt::Act::new(op::LOCK, id)
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

fn whole(args: Arguments<'_>, newline: bool) -> String {
    let mut text = args.to_string();
    if newline {
        text.push('\n');
    }
    text
}

/// What `print!` and `println!` do.
#[doc(hidden)]
#[track_caller]
pub fn print(args: Arguments<'_>, newline: bool) {
    OUT.print(false, &whole(args, newline));
}
/// What `eprint!` and `eprintln!` do.
#[doc(hidden)]
#[track_caller]
pub fn eprint(args: Arguments<'_>, newline: bool) {
    ERR.print(true, &whole(args, newline));
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
        impl $handle {
            #[track_caller]
            pub fn lock(&self) -> $lock<'static> {
                $stream.lock(&$id);
                $lock(PhantomData)
            }
        }
        impl Drop for $lock<'_> {
            fn drop(&mut self) {
                $stream.unlock(&$id);
            }
        }
        stream!(write $handle, $stream, $id, $err, []);
        stream!(write &$handle, $stream, $id, $err, []);
        stream!(write $lock<'_>, $stream, $id, $err, []);
    };
    (write $t:ty, $stream:ident, $id:expr, $err:literal, []) => {
        impl Write for $t {
            #[track_caller]
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                $stream.print($err, &String::from_utf8_lossy(bytes));
                Ok(bytes.len())
            }
            #[track_caller]
            fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
                self.write(bytes).map(|_| ())
            }
            #[track_caller]
            fn write_fmt(&mut self, args: Arguments<'_>) -> Result<()> {
                $stream.print($err, &whole(args, false));
                Ok(())
            }
            fn flush(&mut self) -> Result<()> {
                rt::log(op::FLUSH, &$id, 0, None);
                Ok(())
            }
        }
    };
}
stream!(Stdout, StdoutLock, stdout, OUT, rt::STDOUT, false);
stream!(Stderr, StderrLock, stderr, ERR, rt::STDERR, true);
