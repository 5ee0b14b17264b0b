//! `exit` and `abort` end every thread; other processes are refused.
pub use ::std::process::{ExitCode, Termination, id};

/// Ends the process.
#[track_caller]
pub fn exit(code: i32) -> ! {
    crate::rt::exits(code)
}
/// Ends the process at once.
#[track_caller]
pub fn abort() -> ! {
    crate::rt::aborts();
    ::std::process::abort()
}
