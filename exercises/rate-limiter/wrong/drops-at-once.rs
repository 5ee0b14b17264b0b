// refused: one request at a time is allowed, and 2 ran at the same time
//! Lets a limited number of threads do something at the same time.

use std::sync::{Condvar, Mutex};

/// Lets no more than a given number of calls run at the same time.
#[derive(Debug)]
pub struct Limiter {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// A place that is taken, and given back when this is dropped.
struct Place<'a>(&'a Limiter);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap() += 1;
        self.0.given_back.notify_one();
    }
}

impl Limiter {
    /// A limiter for `limit` calls at the same time.
    pub fn new(limit: usize) -> Self {
        Self {
            free: Mutex::new(limit),
            given_back: Condvar::new(),
        }
    }

    /// Waits until a place is free, calls `request` and gives the place back,
    /// also when `request` panics.
    pub fn run<R>(&self, request: impl FnOnce() -> R) -> R {
        let _ = self.take();
        request()
    }

    fn take(&self) -> Place<'_> {
        let free = self.free.lock().unwrap();
        // Asks again after each wake-up: somebody may have been faster.
        let mut free = self.given_back.wait_while(free, |free| *free == 0).unwrap();
        *free -= 1;
        Place(self)
    }
}
