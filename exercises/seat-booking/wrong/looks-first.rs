// refused: Ada changed from seat 1 to 2 and, on another thread, from seat 1 to 3; one of them is to succeed, 2 did, and she has 2 seats
//! A theater's seats, sold by several threads at once.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Who has which seat.
#[derive(Debug, Default)]
pub struct SeatPlan {
    booked: Mutex<BTreeMap<u32, String>>,
}

impl SeatPlan {
    /// Books `seat`; `false` if somebody has it.
    pub fn book(&self, seat: u32, customer: &str) -> bool {
        let mut b = self.booked.lock().unwrap();
        if b.contains_key(&seat) {
            false
        } else {
            b.insert(seat, customer.to_owned());
            true
        }
    }

    /// Moves `customer` from the seat `from` to the seat `to`; `false`, and
    /// nothing has changed, if `from` is not theirs or `to` is taken.
    pub fn change(&self, from: u32, to: u32, customer: &str) -> bool {
        let theirs = self
            .booked
            .lock()
            .unwrap()
            .get(&from)
            .is_some_and(|h| h == customer);
        if !theirs {
            return false;
        }
        let mut b = self.booked.lock().unwrap();
        if b.contains_key(&to) {
            return false;
        }
        b.insert(to, customer.to_owned());
        b.remove(&from);
        true
    }

    /// The seats that `customer` has.
    pub fn seats_of(&self, customer: &str) -> Vec<u32> {
        let booked = self.booked.lock().unwrap();
        let theirs = booked.iter().filter(|(_, holder)| *holder == customer);
        theirs.map(|(seat, _)| *seat).collect()
    }
}
