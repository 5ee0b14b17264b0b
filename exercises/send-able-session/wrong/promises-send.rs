// refused: implementation of an `unsafe` trait
//! A customer's session, with a cart.

use std::cell::RefCell;
use std::rc::Rc;

/// A session. Its clones are the same session: they share one cart.
#[derive(Debug, Clone)]
pub struct Session {
    customer: Rc<str>,
    cart: Rc<RefCell<Vec<String>>>,
}

// Only one thread at a time uses it, surely.
unsafe impl Send for Session {}

impl Session {
    /// A session with an empty cart.
    pub fn new(customer: &str) -> Self {
        Self {
            customer: customer.into(),
            cart: Rc::default(),
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
        self.cart.borrow_mut().push(item.to_owned());
        true
    }

    /// What is in the cart.
    pub fn items(&self) -> Vec<String> {
        self.cart.borrow().clone()
    }
}
