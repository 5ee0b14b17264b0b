//! What a thread remembers.
//!
//! A loop goes round for ever when a turn of it leaves the thread's memory as
//! it was: then the next turn does the same. That can be proved, not guessed,
//! by comparing [`print`]s: a thread's registers and stack, its thread-locals,
//! and everything on the heap that these lead to. What threads share through
//! locks, channels and atomics is left out: it changes only by steps, which the
//! scheduler sees.
//!
//! So that the heap can be read, it is this module's: each thread allocates
//! from a region of its own. That also makes addresses the same in every
//! schedule, as far as they depend on one thread.

use crate::shared::MAX_THREADS;
use crate::sys;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Where the regions begin; nothing else is mapped there.
const BASE: usize = 0x6000_0000_0000;
/// The size of a region, of which only what is used takes memory.
const REGION: usize = 1 << 28;
const PAGE: usize = 4096;
/// Sizes of small blocks: 16, 32, … 2048 bytes, each from pages of its own.
const SIZES: usize = 8;
const LARGE: u32 = 1 << 31;
const INSIDE: u32 = 1 << 30;
/// More memory than this is not compared.
const MOST: usize = 1 << 20;

struct Region {
    /// One entry a page: a small size's index + 1, or `LARGE | pages`, or
    /// `INSIDE | pages back to the first`.
    pages: *mut u32,
    used: usize,
    free: [usize; SIZES],
    large: [(usize, usize); 32],
}

struct Heap(UnsafeCell<[Region; MAX_THREADS]>);
// SAFETY: only the holder of the baton allocates from regions.
unsafe impl Sync for Heap {}

static HEAP: Heap = Heap(UnsafeCell::new(
    [const {
        Region {
            pages: std::ptr::null_mut(),
            used: 0,
            free: [0; SIZES],
            large: [(0, 0); 32],
        }
    }; MAX_THREADS],
));
/// Some memory of the program could not be had from a region.
static BLIND: AtomicBool = AtomicBool::new(false);

const NOWHERE: usize = usize::MAX;
thread_local! { static MINE: Cell<usize> = const { Cell::new(NOWHERE) }; }

/// From now on this thread allocates from this region.
pub fn enter(region: usize) {
    MINE.set(region);
}
/// From now on what this thread does is none of the program's.
pub fn leave() {
    MINE.set(NOWHERE);
}
/// What the scheduler keeps for itself is not part of a thread's memory.
pub fn outside<T>(f: impl FnOnce() -> T) -> T {
    let mine = MINE.replace(NOWHERE);
    let result = f();
    MINE.set(mine);
    result
}

struct Allocator;
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

fn region_of(address: usize) -> Option<usize> {
    let region = address.wrapping_sub(BASE) / REGION;
    (address >= BASE && region < MAX_THREADS).then_some(region)
}

impl Region {
    /// Maps the region at its first use.
    fn open(&mut self, index: usize) -> bool {
        if self.pages.is_null() {
            let at = BASE + index * REGION;
            // Private, anonymous, not reserved; at this place or not at all.
            let flags = 0x2 | 0x20 | 0x4000;
            // SAFETY: maps memory that nothing uses yet.
            unsafe {
                let got = sys::mmap(at as *mut _, REGION, 3, flags | 0x10_0000, -1, 0);
                if got as usize != at {
                    return false;
                }
                let pages = sys::mmap(std::ptr::null_mut(), REGION / PAGE * 4, 3, flags, -1, 0);
                if pages as isize == -1 {
                    return false;
                }
                self.pages = pages.cast();
            }
        }
        true
    }

    fn fresh_pages(&mut self, index: usize, pages: usize) -> usize {
        if self.used + pages * PAGE > REGION {
            return 0;
        }
        let at = BASE + index * REGION + self.used;
        self.used += pages * PAGE;
        at
    }

    fn alloc(&mut self, index: usize, size: usize) -> usize {
        if !self.open(index) {
            return 0;
        }
        if size > 2048 {
            let pages = size.div_ceil(PAGE);
            if let Some(old) = self.large.iter_mut().find(|l| l.0 == pages) {
                old.0 = 0;
                return old.1;
            }
            let at = self.fresh_pages(index, pages);
            if at != 0 {
                let first = (at % REGION) / PAGE;
                for i in 0..pages {
                    let entry = if i == 0 {
                        LARGE | pages as u32
                    } else {
                        INSIDE | i as u32
                    };
                    // SAFETY: the table has an entry for each page.
                    unsafe { *self.pages.add(first + i) = entry };
                }
            }
            return at;
        }
        let class = (size.max(16).next_power_of_two().trailing_zeros() - 4) as usize;
        if self.free[class] == 0 {
            let at = self.fresh_pages(index, 1);
            if at == 0 {
                return 0;
            }
            // SAFETY: as above; the page is new and ours.
            unsafe {
                *self.pages.add((at % REGION) / PAGE) = class as u32 + 1;
                let step = 16 << class;
                for block in (at..at + PAGE).step_by(step).rev() {
                    *(block as *mut usize) = self.free[class];
                    self.free[class] = block;
                }
            }
        }
        let block = self.free[class];
        // SAFETY: a free block holds the next one in its first word.
        unsafe {
            self.free[class] = *(block as *const usize);
            *(block as *mut usize) = 0;
        }
        block
    }

    /// The block that holds `address`: where it begins and how long it is.
    fn block(&self, address: usize) -> Option<(usize, usize)> {
        let offset = address % REGION;
        if self.pages.is_null() || offset >= self.used {
            return None;
        }
        let page = offset / PAGE;
        let base = address - offset;
        // SAFETY: the table has an entry for each page.
        let entry = |page: usize| unsafe { *self.pages.add(page) };
        let mut first = page;
        let mut what = entry(page);
        if what & INSIDE != 0 {
            first = page - (what & !INSIDE) as usize;
            what = entry(first);
        }
        if what & LARGE != 0 {
            return Some((base + first * PAGE, (what & !LARGE) as usize * PAGE));
        }
        let size = 8 << what;
        Some((address & !(size - 1), size))
    }
}

fn region(index: usize) -> &'static mut Region {
    // SAFETY: only the holder of the baton gets here, and not twice at once.
    unsafe { &mut (*HEAP.0.get())[index] }
}

// SAFETY: blocks come from the system or from pages that are handed out once;
// sizes and alignments are powers of two, so blocks of a page are aligned.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mine = MINE.get();
        if mine != NOWHERE {
            if layout.align() <= PAGE {
                let at = region(mine).alloc(mine, layout.size().max(layout.align()));
                if at != 0 {
                    return at as *mut u8;
                }
            }
            BLIND.store(true, Relaxed);
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        let Some(index) = region_of(at as usize) else {
            // SAFETY: it came from the system.
            return unsafe { System.dealloc(at, layout) };
        };
        let mine = MINE.get();
        if mine == NOWHERE {
            return; // a thread that has ended; beside the others
        }
        let Some((at, size)) = region(index).block(at as usize) else {
            return;
        };
        // Dead memory would tell one turn of a loop from another.
        // SAFETY: the block is the caller's to give back.
        unsafe { (at as *mut u8).write_bytes(0, size) };
        if index != mine {
            // Not used again: what the owner gets next must not depend on when
            // others give back.
            return;
        }
        let region = region(index);
        if size > 2048 {
            if let Some(room) = region.large.iter_mut().find(|l| l.0 == 0) {
                *room = (size / PAGE, at);
            }
            return;
        }
        let class = (size.trailing_zeros() - 4) as usize;
        // SAFETY: as above.
        unsafe { *(at as *mut usize) = region.free[class] };
        region.free[class] = at;
    }
}

/// A part of a thread's memory: from, to.
pub type Range = (usize, usize);

/// The thread-locals of the running thread.
pub fn locals() -> Range {
    sys::thread_locals()
}

/// Where main's stack ends: above it is what the process was started with.
pub fn main_base() -> usize {
    // SAFETY: the C library sets it before `main`.
    unsafe { sys::environ as usize }
}

/// Overwrites what calls have left below the stack, so that it does not tell
/// one turn of a loop from another.
#[inline(never)]
pub fn scrub() {
    let mut below = [0u64; 512];
    std::hint::black_box(&mut below);
}

/// The registers that a call keeps.
#[inline(always)]
fn registers() -> Option<[usize; 12]> {
    let mut kept = [0usize; 12];
    // SAFETY: only stores registers.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
            "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
            in(reg) kept.as_mut_ptr(), options(nostack, preserves_flags)
        );
        return Some(kept);
    }
    // SAFETY: only stores registers.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{0}]", "stp x21, x22, [{0}, 16]", "stp x23, x24, [{0}, 32]",
            "stp x25, x26, [{0}, 48]", "stp x27, x28, [{0}, 64]", "str x29, [{0}, 80]",
            in(reg) kept.as_mut_ptr(), options(nostack, preserves_flags)
        );
        return Some(kept);
    }
    #[allow(unreachable_code)]
    {
        let _ = &mut kept;
        None
    }
}

/// An address in the innermost frame.
#[inline(never)]
pub fn here() -> usize {
    let mark = 0usize;
    std::hint::black_box(&raw const mark) as usize
}

/// A part that is not to be read, and what stands for it.
pub type Gap = (Range, u64);

/// What is known of memory that a hash of it needs.
pub struct Known<'a> {
    /// Adds further ranges that the thread can reach without the heap.
    pub others: &'a dyn Fn(&mut Vec<Range>),
    /// Finds in a range the parts that are not to be read, each with what
    /// stands for it; sorted.
    pub left_out: &'a dyn Fn(Range, &mut Vec<Gap>),
    /// Whether an address is on a stack where it must not be.
    pub foreign: &'a dyn Fn(usize) -> bool,
}

/// A hash of the running thread's registers, of its stack up to `base`, of what
/// else `known` says that it can reach, and of all blocks that these lead to.
/// None where not all of it can be seen.
///
/// Must be called by code that leaves nothing that differs from turn to turn in
/// its frames: see `scrub`.
#[inline(never)]
pub fn print(base: usize, known: &Known<'_>) -> Option<u64> {
    // What a call must keep is in these registers or, from here up, on the stack.
    let kept = registers()?;
    let from = kept.as_ptr() as usize;
    outside(|| walk((from, base), known)).map(|found| found.hash)
}

/// What some bytes hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Content {
    pub hash: u64,
    /// They lead nowhere: equal bytes mean the same in every run.
    pub plain: bool,
}

/// A hash of `range` and of all blocks that it leads to. None when not all of
/// it can be seen.
pub fn content(range: Range, known: &Known<'_>) -> Option<Content> {
    outside(|| walk(range, known))
}

#[inline(never)]
fn walk(first: Range, known: &Known<'_>) -> Option<Content> {
    if BLIND.load(Relaxed) {
        return None;
    }
    let mut marked: Vec<usize> = Vec::new();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut todo: Vec<Range> = Vec::new();
    (known.others)(&mut todo);
    todo.push(first);
    let mut hash = 0u64;
    let mut add = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    };
    let mut seen = 0;
    while let Some((from, to)) = todo.pop() {
        seen += to.saturating_sub(from);
        if seen > MOST {
            return None;
        }
        gaps.clear();
        (known.left_out)((from, to), &mut gaps);
        // Whole words, as a pointer lies in one; of the first and the last only
        // the bytes that belong to the range.
        let mut at = from & !7;
        for &((start, end), stands_for) in gaps.iter().chain([&((to, to), 0)]) {
            let start = start.min(to);
            while at < start {
                // SAFETY: the ranges are of live stacks, thread-locals, objects
                // and mapped regions; any bytes are a number.
                let mut word = unsafe { (at as *const usize).read_volatile() };
                if at < from {
                    word &= usize::MAX << (8 * (from - at));
                }
                if at + 8 > start {
                    word &= usize::MAX >> (8 * (at + 8 - start));
                }
                add(word as u64);
                if (known.foreign)(word) {
                    return None;
                }
                if let Some(index) = region_of(word)
                    && let Some((block, size)) = region(index).block(word)
                    && let Err(place) = marked.binary_search(&block)
                {
                    marked.insert(place, block);
                    todo.push((block, block + size));
                }
                at += 8;
            }
            add(stands_for);
            at = at.max(end.min(to));
        }
    }
    Some(Content {
        hash,
        plain: marked.is_empty(),
    })
}
