// refused: a race with the medians 110 and 60 is too close to call
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
    let (mut a, mut b) = (vec![], vec![]);
    for round in 0..=rounds {
        let (x, y) = (time(&mut first, &clock), time(&mut second, &clock));
        if round > 0 {
            a.push(x);
            b.push(y);
        }
    }
    a.sort();
    b.sort();
    let q = rounds / 4;
    let verdict = if a[rounds - 1 - q] < b[q] {
        Verdict::First
    } else if b[rounds / 2] < a[q] {
        Verdict::Second
    } else {
        Verdict::TooCloseToCall
    };
    Outcome {
        first: a[rounds / 2],
        second: b[rounds / 2],
        verdict,
    }
}

/// How long one run takes.
fn time(work: &mut impl FnMut(), clock: &impl Fn() -> u64) -> u64 {
    let start = clock();
    work();
    clock() - start
}
