// refused: a thread that waits for a place burns a core
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
        loop {
            let mut free = self.free.lock().unwrap();
            if *free > 0 {
                *free -= 1;
                break;
            }
            drop(free);
            std::thread::yield_now();
        }
        let _place = Place(self);
        request()
    }
}

struct Place<'a>(&'a Limiter);
impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap() += 1;
        self.0.given_back.notify_one();
    }
}
