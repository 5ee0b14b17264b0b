// refused: while Ada changed seats, somebody saw her with 2 seats instead of one
//! A theater's seats, sold by several threads at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Mutex;

/// Who has which seat.
#[derive(Debug, Default)]
pub struct SeatPlan {
    booked: Mutex<BTreeMap<u32, String>>,
}

impl SeatPlan {
    /// Books `seat`; `false` if somebody has it.
    pub fn book(&self, seat: u32, customer: &str) -> bool {
        // One guard from the look to the change.
        let mut booked = self.booked.lock().unwrap();
        match booked.entry(seat) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(customer.to_owned());
                true
            }
        }
    }

    /// Moves `customer` from the seat `from` to the seat `to`; `false`, and
    /// nothing has changed, if `from` is not theirs or `to` is taken.
    pub fn change(&self, from: u32, to: u32, customer: &str) -> bool {
        if !self.seats_of(customer).contains(&from) || !self.book(to, customer) {
            return false;
        }
        self.booked.lock().unwrap().remove(&from);
        true
    }

    /// The seats that `customer` has.
    pub fn seats_of(&self, customer: &str) -> Vec<u32> {
        let booked = self.booked.lock().unwrap();
        let theirs = booked.iter().filter(|(_, holder)| *holder == customer);
        theirs.map(|(seat, _)| *seat).collect()
    }
}
