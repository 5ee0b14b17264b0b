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
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(time(&mut first, &clock));
    }
    let first = mean(&times);
    times.clear();
    for _ in 0..rounds {
        times.push(time(&mut second, &clock));
    }
    let second = mean(&times);
    let verdict = if first < second {
        Verdict::First
    } else {
        Verdict::Second
    };
    Outcome {
        first,
        second,
        verdict,
    }
}

/// How long one run takes.
fn time(work: &mut impl FnMut(), clock: &impl Fn() -> u64) -> u64 {
    let start = clock();
    work();
    clock() - start
}

fn mean(times: &[u64]) -> u64 {
    times.iter().sum::<u64>() / times.len() as u64
}
