//! Prices that many threads read and some change.

use std::collections::BTreeMap;
use std::sync::RwLock;

/// Prices in cents, by item.
pub type Prices = BTreeMap<String, u32>;

/// The current prices.
#[derive(Debug, Default)]
pub struct PriceCache {
    current: RwLock<Prices>,
}

impl PriceCache {
    /// Calls `quote` with the prices of one moment. Others may change the cache
    /// meanwhile, and need not wait for `quote`.
    pub fn with<R>(&self, quote: impl FnOnce(&Prices) -> R) -> R {
        quote(&self.current.read().unwrap())
    }

    /// Replaces all prices at once.
    pub fn replace(&self, prices: Prices) {
        *self.current.write().unwrap() = prices;
    }

    /// Sets one price and keeps the others.
    pub fn set(&self, item: &str, cents: u32) {
        let mut prices = self.current.read().unwrap().clone();
        prices.insert(item.to_owned(), cents);
        self.replace(prices);
    }
}
