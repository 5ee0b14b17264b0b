// refused: Ada has seat 3, and asked to change from 3 to 3
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
        let mut b = self.booked.lock().unwrap();
        if b.get(&from).is_none_or(|h| h != customer) {
            return false;
        }
        if b.get(&to).is_some_and(|h| h != customer) {
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
