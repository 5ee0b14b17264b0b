// refused: two threads add tea at the same time, and both are told that it was not there
//! A customer's session, with a cart.

use std::sync::{Arc, Mutex};

/// A session. Its clones are the same session: they share one cart.
#[derive(Debug, Clone)]
pub struct Session {
    customer: Arc<str>,
    cart: Arc<Mutex<Vec<String>>>,
}

impl Session {
    /// A session with an empty cart.
    pub fn new(customer: &str) -> Self {
        Self {
            customer: customer.into(),
            cart: Arc::default(),
        }
    }

    /// Whose session it is.
    pub fn customer(&self) -> &str {
        &self.customer
    }

    /// Puts something into the cart, unless it is there; `false` if it is.
    pub fn add(&self, item: &str) -> bool {
        if self.items().iter().any(|there| there == item) {
            return false;
        }
        self.cart.lock().unwrap().push(item.to_owned());
        true
    }

    /// What is in the cart.
    pub fn items(&self) -> Vec<String> {
        self.cart.lock().unwrap().clone()
    }
}
