// refused: of ten thousand requests of 1 ms some are lost
//! Statistics of many requests, on all cores.

use rayon::prelude::*;

/// What is known of some requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many there are.
    pub count: u64,
    /// How long they took together.
    pub total: u64,
    /// How long the fastest took.
    pub fastest: Option<u64>,
}

impl Stats {
    /// Those of a single request.
    pub fn of(millis: u64) -> Self {
        Self {
            count: 1,
            total: millis,
            fastest: Some(millis),
        }
    }

    /// Those of the requests of both. To be associative, and to have
    /// `Stats::default()` as its identity.
    pub fn merge(self, other: Self) -> Self {
        let fastest = match (self.fastest, other.fastest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self {
            count: self.count + other.count,
            total: self.total + other.total,
            fastest,
        }
    }
}

/// The statistics of all requests; `millis` says how long one took, and is
/// called once for each, in rayon's threads.
pub fn stats<T: Sync>(requests: &[T], millis: impl Fn(&T) -> u64 + Sync) -> Stats {
    let all = std::sync::Mutex::new(Stats::default());
    requests.par_iter().for_each(|r| {
        let seen = *all.lock().unwrap();
        let new = seen.merge(Stats::of(millis(r)));
        *all.lock().unwrap() = new;
    });
    all.into_inner().unwrap()
}
