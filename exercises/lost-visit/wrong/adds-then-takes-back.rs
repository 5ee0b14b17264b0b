// refused: the limit is 0, and for a moment 1 were counted as let in
//! Counts the visitors of a page.

use std::sync::atomic::{AtomicU32, Ordering};

/// Counts visitors, and lets in a limited number.
#[derive(Debug, Default)]
pub struct Visits {
    count: AtomicU32,
}

impl Visits {
    /// Counts a visit.
    pub fn count(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a visit if there have been fewer than `limit`; `false`, and
    /// nothing is counted, otherwise.
    pub fn admit(&self, limit: u32) -> bool {
        if self.count.fetch_add(1, Ordering::Relaxed) < limit {
            return true;
        }
        self.count.fetch_sub(1, Ordering::Relaxed);
        false
    }

    /// How many there have been.
    pub fn total(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }
}
