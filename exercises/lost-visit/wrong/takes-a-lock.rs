// refused: this works, with a lock; in this exercise do without one
//! Counts the visitors of a page.

use std::sync::Mutex;

/// Counts visitors, and lets in a limited number.
#[derive(Debug, Default)]
pub struct Visits {
    count: Mutex<u32>,
}

impl Visits {
    /// Counts a visit.
    pub fn count(&self) {
        *self.count.lock().unwrap() += 1;
    }

    /// Counts a visit if there have been fewer than `limit`; `false`, and
    /// nothing is counted, otherwise.
    pub fn admit(&self, limit: u32) -> bool {
        let mut count = self.count.lock().unwrap();
        if *count >= limit {
            return false;
        }
        *count += 1;
        true
    }

    /// How many there have been.
    pub fn total(&self) -> u32 {
        *self.count.lock().unwrap()
    }
}
