//! The measurements that the book quotes: `src/measured.json`, written by
//! `cargo run --release -p measure` and committed with the pages.
//!
//! A page never states a measured number itself. It names a measurement, and
//! what it names is looked up here, put into words, and drawn.

pub mod chart;
pub mod data;
pub mod values;

pub use chart::{CHARTS, Chart};
pub use data::{Data, Elsewhere, Language, Machine, Measurement, Spread, Unit};

/// The data file below the book's root. It lies among the pages so that
/// mdBook publishes it with them.
pub const FILE: &str = "src/measured.json";

/// How to make the data file anew.
pub const COMMAND: &str = "cargo run --release -p measure";

/// Whether a measurement is a price in bulk: many were started, or sent, and
/// the whole was divided by their number. One alone may cost less or more, so
/// a chart says "share", and a page says "in bulk" or "share".
#[must_use]
pub fn in_bulk(name: &str) -> bool {
    ["unit/", "memory/", "stream/"]
        .iter()
        .any(|group| name.starts_with(group))
}
