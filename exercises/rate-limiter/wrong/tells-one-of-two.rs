// refused: two places were given back, one after the other, and one of the two threads that waited was not told
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
        let mut free = self
            .given_back
            .wait_while(self.free.lock().unwrap(), |f| *f == 0)
            .unwrap();
        *free -= 1;
        drop(free);
        let _place = Place(self);
        request()
    }
}

struct Place<'a>(&'a Limiter);
impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut free = self.0.free.lock().unwrap();
        *free += 1;
        if *free == 1 {
            self.0.given_back.notify_one();
        }
    }
}
