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
    fn dl_iterate_phdr(
        f: extern "C" fn(*const Object, usize, *mut c_void) -> c_int,
        data: *mut c_void,
    ) -> c_int;
    pub static environ: *const *const c_char;
}

/// `dl_phdr_info`, one for the program and each of its libraries.
#[repr(C)]
struct Object {
    address: usize,
    name: *const c_char,
    headers: *const Header,
    count: u16,
    adds: u64,
    subs: u64,
    locals_id: usize,
    locals: *mut c_void,
}
/// `Elf64_Phdr`.
#[repr(C)]
struct Header {
    kind: u32,
    flags: u32,
    offset: u64,
    address: u64,
    physical: u64,
    size_in_file: u64,
    size: u64,
    align: u64,
}

/// Where the running thread's copy of the program's thread-locals lies.
pub fn thread_locals() -> (usize, usize) {
    extern "C" fn first(object: *const Object, _: usize, range: *mut c_void) -> c_int {
        const TLS: u32 = 7;
        // SAFETY: both point to what `dl_iterate_phdr` and `thread_locals` made.
        unsafe {
            let object = &*object;
            let headers = core::slice::from_raw_parts(object.headers, object.count.into());
            if let Some(header) = headers.iter().find(|h| h.kind == TLS) {
                let at = object.locals as usize;
                *range.cast::<(usize, usize)>() = (at, at + header.size as usize);
            }
        }
        1 // The first object is the program itself.
    }
    let mut range = (0, 0);
    // SAFETY: the callback is called before this returns.
    unsafe { dl_iterate_phdr(first, (&raw mut range).cast()) };
    range
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
