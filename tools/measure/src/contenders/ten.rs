//! Ten numbers: less work than it takes to divide it.

use super::each;
use crate::contender::{Contender, Effort};
use rayon::prelude::*;
use std::hint::black_box;

pub fn contenders() -> Vec<Contender> {
    vec![
        Contender::rust("ten/iter", "`iter`", |effort| {
            squares(effort, |numbers| numbers.iter().map(|n| n * n).sum())
        }),
        Contender::rust("ten/par-iter", "`par_iter`", |effort| {
            squares(effort, |numbers| numbers.par_iter().map(|n| n * n).sum())
        }),
        Contender::node("ten/reduce", "`map` and `reduce`", "ten", 0),
    ]
}

/// Nanoseconds to add up the squares of ten numbers.
fn squares(effort: Effort, sum: fn(&[u64]) -> u64) -> f64 {
    let times = effort.times(2_000);
    let numbers: Vec<u64> = (1..=10).collect();
    each(times, || {
        for _ in 0..times {
            assert_eq!(sum(black_box(&numbers)), 385);
        }
    })
}
