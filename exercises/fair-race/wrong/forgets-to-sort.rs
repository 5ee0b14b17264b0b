// refused: not the median: of 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 and 500, in any order, it is 60
//! Which of two contenders is faster, by a clock that the caller brings.

/// How a race went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// What a typical run of the first contender took, in nanoseconds.
    pub first: u64,
    /// What a typical run of the second one took.
    pub second: u64,
    /// Which one is faster.
    pub verdict: Verdict,
}

/// Who has won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The first contender is faster.
    First,
    /// The second one is.
    Second,
    /// Nobody can tell.
    TooCloseToCall,
}

/// Measures `rounds` runs of each contender. `clock` says how many nanoseconds
/// have passed since some moment.
pub fn race(
    mut first: impl FnMut(),
    mut second: impl FnMut(),
    clock: impl Fn() -> u64,
    rounds: usize,
) -> Outcome {
    assert!(
        rounds % 2 == 1,
        "an odd number of runs has one in the middle"
    );
    // The first run of each is like no other, and does not count.
    first();
    second();
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        // In turn: what slows the machine down for a while slows both.
        times[0].push(time(&mut first, &clock));
        times[1].push(time(&mut second, &clock));
    }
    let [first, second] = times.map(Middle::of);
    let verdict = if first.high < second.low {
        Verdict::First
    } else if second.high < first.low {
        Verdict::Second
    } else {
        Verdict::TooCloseToCall
    };
    Outcome {
        first: first.median,
        second: second.median,
        verdict,
    }
}

/// How long one run takes.
fn time(work: &mut impl FnMut(), clock: &impl Fn() -> u64) -> u64 {
    let start = clock();
    work();
    clock() - start
}

/// The middle half of some times, and the time in its middle.
struct Middle {
    low: u64,
    median: u64,
    high: u64,
}

impl Middle {
    fn of(times: Vec<u64>) -> Self {
        // A quarter at each end is left out.
        let quarter = times.len() / 4;
        Self {
            low: times[quarter],
            median: times[times.len() / 2],
            high: times[times.len() - 1 - quarter],
        }
    }
}
