//! The same function in a debug build, in a release build, and on Node.

use super::each;
use crate::contender::{Contender, Effort};
use std::hint::black_box;

/// The very file that `measure-debug` is made of.
#[path = "../../../measure-debug/src/lib.rs"]
mod optimized;

pub fn contenders() -> Vec<Contender> {
    vec![
        Contender::rust("build/debug", "`cargo run`", |effort| {
            words(effort, measure_debug::different_words)
        }),
        Contender::rust("build/release", "`cargo run --release`", |effort| {
            words(effort, optimized::different_words)
        }),
        Contender::node("build/node", "Node", "differentWords", 0),
    ]
}

fn words(effort: Effort, count: fn(&str) -> usize) -> f64 {
    let times = effort.times(10);
    let text = "to be or not to be ".repeat(2_000);
    each(times, || {
        for _ in 0..times {
            // With the empty one at the end.
            assert_eq!(count(black_box(&text)), 5);
        }
    })
}
