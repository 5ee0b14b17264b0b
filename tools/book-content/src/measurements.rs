//! The measurements that the book quotes: `src/measured.json`, written by
//! `cargo run --release -p measure` and committed with the pages.
//!
//! A page never states a measured number itself. It names a measurement, and
//! what it names is looked up here, put into words; a chart draws it.

pub mod claim;
pub mod data;
pub mod facts;
pub mod quantity;

pub use claim::{Claim, Expression};
pub use data::{
    COMMAND, Data, Elsewhere, FILE, FORMAT, Language, Machine, Measurement, Spread, Unit,
};

/// Whether a measurement is a price in bulk: many were started, or sent, and
/// the whole was divided by their number. One alone may cost less or more, so
/// a chart says "share", and a page says "in bulk" or "share".
#[must_use]
pub fn in_bulk(name: &str) -> bool {
    ["unit/", "memory/", "stream/"]
        .iter()
        .any(|group| name.starts_with(group))
}
