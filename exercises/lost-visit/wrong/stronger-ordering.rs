// refused: a visit is lost: two threads counted one each, and the total is 1
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
        let seen = self.count.load(Ordering::SeqCst);
        self.count.store(seen + 1, Ordering::SeqCst);
    }

    /// Counts a visit if there have been fewer than `limit`; `false`, and
    /// nothing is counted, otherwise.
    pub fn admit(&self, limit: u32) -> bool {
        let mut seen = self.total();
        while seen < limit {
            let (now, relaxed) = (seen + 1, Ordering::Relaxed);
            // Stores `now` only if nobody has counted since `seen`.
            match self.count.compare_exchange(seen, now, relaxed, relaxed) {
                Ok(_) => return true,
                Err(actual) => seen = actual,
            }
        }
        false
    }

    /// How many there have been.
    pub fn total(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }
}
