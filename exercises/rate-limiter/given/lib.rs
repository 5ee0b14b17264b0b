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
        // TODO: wait while no place is free, take one, and give it back.
        request()
    }
}
