// refused: a list with a pot was replaced by one with tea while another thread set the price of a cup, and the replacement is undone
//! Prices that many threads read and some change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

/// Prices in cents, by item.
pub type Prices = BTreeMap<String, u32>;

/// The current prices.
#[derive(Debug, Default)]
pub struct PriceCache {
    current: RwLock<Arc<Prices>>,
    writing: Mutex<()>,
}

impl PriceCache {
    /// Calls `quote` with the prices of one moment. Others may change the cache
    /// meanwhile, and need not wait for `quote`.
    pub fn with<R>(&self, quote: impl FnOnce(&Prices) -> R) -> R {
        let p = { self.current.read().unwrap().clone() };
        quote(&p)
    }

    /// Replaces all prices at once.
    pub fn replace(&self, prices: Prices) {
        *self.current.write().unwrap() = Arc::new(prices);
    }

    /// Sets one price and keeps the others.
    pub fn set(&self, item: &str, cents: u32) {
        let _w = self.writing.lock().unwrap();
        let mut new = BTreeMap::clone(&*self.current.read().unwrap());
        new.insert(item.to_owned(), cents);
        *self.current.write().unwrap() = Arc::new(new);
    }
}
