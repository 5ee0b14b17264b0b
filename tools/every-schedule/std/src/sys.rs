//! The few calls of the C library that the scheduler needs, declared here so
//! that the package has no dependency.

use core::ffi::{c_char, c_int, c_long, c_uint, c_void};

unsafe extern "C" {
    pub fn fork() -> c_int;
    pub fn waitpid(pid: c_int, status: *mut c_int, options: c_int) -> c_int;
    pub fn _exit(code: c_int) -> !;
    pub fn atexit(f: extern "C" fn()) -> c_int;
    pub fn getenv(name: *const c_char) -> *const c_char;
    pub fn mmap(
        a: *mut c_void,
        n: usize,
        prot: c_int,
        flags: c_int,
        fd: c_int,
        at: i64,
    ) -> *mut c_void;
    pub fn mallopt(parameter: c_int, value: c_int) -> c_int;
    pub fn prctl(option: c_int, ...) -> c_int;
    fn syscall(number: c_long, ...) -> c_long;
}

#[cfg(target_arch = "x86_64")]
const FUTEX: c_long = 202;
#[cfg(not(target_arch = "x86_64"))]
const FUTEX: c_long = 98;

/// Sleeps while `*word` is `value`; may return early.
pub fn futex_wait(word: &core::sync::atomic::AtomicU32, value: u32) {
    // SAFETY: the word outlives the call, and the kernel only reads it.
    unsafe {
        syscall(
            FUTEX,
            word.as_ptr(),
            0 as c_int,
            value as c_uint,
            core::ptr::null::<c_void>(),
        );
    }
}

/// Wakes one sleeper.
pub fn futex_wake(word: &core::sync::atomic::AtomicU32) {
    // SAFETY: the kernel uses the address only to find sleepers.
    unsafe {
        syscall(FUTEX, word.as_ptr(), 1 as c_int, 1 as c_uint);
    }
}
