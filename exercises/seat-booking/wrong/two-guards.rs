// refused: the last seat was sold twice
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
        if self.booked.lock().unwrap().contains_key(&seat) {
            return false;
        }
        let mut booked = self.booked.lock().unwrap();
        booked.insert(seat, customer.to_owned());
        true
    }

    /// Moves `customer` from the seat `from` to the seat `to`; `false`, and
    /// nothing has changed, if `from` is not theirs or `to` is taken.
    pub fn change(&self, from: u32, to: u32, customer: &str) -> bool {
        let mut booked = self.booked.lock().unwrap();
        let theirs = booked.get(&from).is_some_and(|holder| holder == customer);
        if !theirs || booked.contains_key(&to) {
            return false;
        }
        // Calling `book` here would lock a second time, and never return.
        booked.remove(&from);
        booked.insert(to, customer.to_owned());
        true
    }

    /// The seats that `customer` has.
    pub fn seats_of(&self, customer: &str) -> Vec<u32> {
        let booked = self.booked.lock().unwrap();
        let theirs = booked.iter().filter(|(_, holder)| *holder == customer);
        theirs.map(|(seat, _)| *seat).collect()
    }
}
