//! How benchmarks lie: a sum that the optimizer replaces by a formula, and a
//! first call that is like no later one.

use super::{each, nanoseconds};
use crate::contender::{Contender, Effort};
use book_content::measurements::{Language, Unit};
use std::hint::black_box;

pub fn contenders() -> Vec<Contender> {
    use Language::{Rust, TypeScript};
    let mut all = vec![
        Contender::rust("folded/thousand", "0 to 1,000", |effort| {
            folded(effort, 1_000)
        }),
        Contender::rust("folded/billions", "0 to 4,000,000,000", |effort| {
            // Without the optimizer, that is a minute of work.
            folded(
                effort,
                if cfg!(debug_assertions) {
                    4_000
                } else {
                    4_000_000_000
                },
            )
        }),
        Contender::rust(
            "folded/black-box-thousand",
            "0 to 1,000, `black_box`",
            |effort| each_call(effort.times(1_000), 1_000, kept),
        ),
        Contender::rust(
            "folded/black-box-million",
            "0 to 1,000,000, `black_box`",
            |effort| each_call(effort.times(10), 1_000_000, kept),
        ),
        Contender::node("folded/node-thousand", "Node, 0 to 1,000", "sum", 1_000),
        Contender::node(
            "folded/node-million",
            "Node, 0 to 1,000,000",
            "sum",
            1_000_000,
        ),
    ];
    for (name, label, language, program) in [
        (
            "first-call/rust-first",
            "Rust, the first call",
            Rust,
            "first-call",
        ),
        (
            "first-call/rust-later",
            "Rust, the thousandth",
            Rust,
            "first-call",
        ),
        (
            "first-call/node-first",
            "Node, the first call",
            TypeScript,
            "first-call",
        ),
        (
            "first-call/node-later",
            "Node, the thousandth",
            TypeScript,
            "first-call",
        ),
    ] {
        all.push(Contender::fresh(
            name,
            label,
            language,
            Unit::Nanoseconds,
            program,
        ));
    }
    all
}

fn each_call(times: usize, to: u64, sum: fn(u64) -> u64) -> f64 {
    each(times, || {
        for _ in 0..times {
            // The optimizer knows neither the end nor that it is known.
            assert_eq!(sum(black_box(to)), black_box(to * (to - 1) / 2));
        }
    })
}

fn folded(effort: Effort, to: u64) -> f64 {
    each_call(effort.times(100_000), to, sum)
}

/// A loop with a formula.
#[inline(never)]
fn sum(to: u64) -> u64 {
    let mut sum = 0;
    for number in 0..to {
        sum += number;
    }
    sum
}

/// The same, but the optimizer must take every turn.
#[inline(never)]
fn kept(to: u64) -> u64 {
    let mut sum = 0;
    for number in 0..to {
        sum += black_box(number);
    }
    sum
}

/// Prices in cents, as a request may bring them.
#[inline(never)]
fn discounted(prices: &[u64]) -> u64 {
    prices
        .iter()
        .map(|price| {
            if price % 7 == 0 {
                price * 9 / 10
            } else {
                *price
            }
        })
        .sum()
}

/// How long the first call of a function takes, and the thousandth.
pub fn first_call(_: Effort) -> Vec<(&'static str, f64)> {
    let prices: Vec<u64> = (0..1_000).map(|index| 100 + index * 37 % 9_900).collect();
    let call = || {
        nanoseconds(|| {
            black_box(discounted(black_box(&prices)));
        })
    };
    let first = call();
    for _ in 1..999 {
        call();
    }
    vec![
        ("first-call/rust-first", first),
        ("first-call/rust-later", call()),
    ]
}
