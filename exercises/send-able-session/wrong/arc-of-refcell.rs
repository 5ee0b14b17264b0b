// refused: a Session may not change threads: it is not `Send`, since one of its fields is not
//! A customer's session, with a cart.

use std::cell::RefCell;
use std::sync::Arc;

/// A session. Its clones are the same session: they share one cart.
#[derive(Debug, Clone)]
pub struct Session {
    customer: Arc<str>,
    cart: Arc<RefCell<Vec<String>>>,
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
        // One guard for the look and the change; `items` would lock again.
        let mut cart = self.cart.borrow_mut();
        if cart.iter().any(|there| there == item) {
            return false;
        }
        cart.push(item.to_owned());
        true
    }

    /// What is in the cart.
    pub fn items(&self) -> Vec<String> {
        self.cart.borrow().clone()
    }
}
