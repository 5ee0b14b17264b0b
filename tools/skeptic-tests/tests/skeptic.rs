//! Every Rust block of the expanded pages, compiled and run by skeptic.
//!
//! A test is named after the page and the figure, or the page and the line of
//! a plain fence. Blocks that must not compile are ignored here: the target
//! `listings` compares what the compiler says of them.

include!(concat!(env!("OUT_DIR"), "/skeptic-tests.rs"));
