// refused: the lock is held while the quote is made
//! Prices that many threads read and some change.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

/// Prices in cents, by item.
pub type Prices = BTreeMap<String, u32>;

/// The current prices.
#[derive(Debug, Default)]
pub struct PriceCache {
    current: RwLock<Arc<Prices>>,
}

impl PriceCache {
    /// Calls `quote` with the prices of one moment. Others may change the cache
    /// meanwhile, and need not wait for `quote`.
    pub fn with<R>(&self, quote: impl FnOnce(&Prices) -> R) -> R {
        let current = self.current.read().unwrap();
        quote(&Arc::clone(&current))
    }

    /// Replaces all prices at once.
    pub fn replace(&self, prices: Prices) {
        *self.current.write().unwrap() = Arc::new(prices);
    }

    /// Sets one price and keeps the others.
    pub fn set(&self, item: &str, cents: u32) {
        // Held from the look to the change, so that no other `set` is lost.
        let mut current = self.current.write().unwrap();
        let mut prices = Prices::clone(&current);
        prices.insert(item.to_owned(), cents);
        *current = Arc::new(prices);
    }
}
