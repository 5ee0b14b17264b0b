//! What must hold for the seats, in every schedule.

use seat_booking::SeatPlan;
use support::every_schedule;

const STUCK: &str = "nobody gets on: all threads wait for a lock \
    (a thread that locks a Mutex twice waits for itself)";

every_schedule! {
    fn a_seat_is_booked_and_changed() {
        scenario: {
            let plan = SeatPlan::default();
            assert!(
                plan.book(1, "Ada"),
                "seat 1 was free, and Ada did not get it"
            );
            assert!(!plan.book(1, "Bob"), "seat 1 is Ada's, and Bob got it");
            assert!(
                plan.book(2, "Bob"),
                "seat 2 was free, and Bob did not get it"
            );
            assert!(!plan.change(1, 2, "Ada"), "Ada changed to Bob's seat");
            assert!(!plan.change(1, 3, "Bob"), "Bob gave away Ada's seat");
            assert!(
                plan.change(1, 3, "Ada"),
                "seat 3 was free, and Ada could not change to it"
            );
            assert_eq!(plan.seats_of("Ada"), [3], "Ada changed from 1 to 3");
            assert_eq!(plan.seats_of("Bob"), [2], "Bob has booked seat 2 only");
            plan.change(3, 3, "Ada");
            assert_eq!(
                plan.seats_of("Ada"),
                [3],
                "Ada has seat 3, and asked to change from 3 to 3"
            );
            assert!(
                plan.book(1, "Bob"),
                "Ada has left seat 1, and Bob did not get it"
            );
            String::new()
        },
        wrong: |_| None,
        stuck: STUCK,
    }

    fn the_last_seat_is_sold_once() {
        scenario: {
            let plan = SeatPlan::default();
            let (ada, bob) = std::thread::scope(|scope| {
                let ada = scope.spawn(|| plan.book(1, "Ada"));
                let bob = plan.book(1, "Bob");
                (ada.join().unwrap(), bob)
            });
            let seats = (plan.seats_of("Ada").len(), plan.seats_of("Bob").len());
            format!("{ada} {bob} {} {}", seats.0, seats.1)
        },
        wrong: |said| match said {
            "true false 1 0" | "false true 0 1" => None,
            "true true 1 0" | "true true 0 1" => Some("the last seat was sold twice: Ada and Bob were both told that it is theirs".into()),
            "false false 0 0" => Some("the last seat was sold to nobody: Ada and Bob were both sent away".into()),
            _ => Some("who was told that the seat is theirs does not have it, or the other way round".into()),
        },
        stuck: STUCK,
    }

    fn two_seats_are_sold_at_the_same_time() {
        scenario: {
            let plan = SeatPlan::default();
            let (ada, bob) = std::thread::scope(|scope| {
                let ada = scope.spawn(|| plan.book(1, "Ada"));
                let bob = plan.book(2, "Bob");
                (ada.join().unwrap(), bob)
            });
            format!("{ada} {bob}")
        },
        wrong: |said| match said {
            "true true" => None,
            _ => Some("Ada and Bob booked different seats at once, both free, and one of them was sent away".into()),
        },
        stuck: STUCK,
    }

    fn a_seat_is_left_once() {
        scenario: {
            let plan = SeatPlan::default();
            plan.book(1, "Ada");
            let (first, second) = std::thread::scope(|scope| {
                let first = scope.spawn(|| plan.change(1, 2, "Ada"));
                let second = plan.change(1, 3, "Ada");
                (first.join().unwrap(), second)
            });
            format!("{} {}", u32::from(first) + u32::from(second), plan.seats_of("Ada").len())
        },
        wrong: |said| match said {
            "1 1" => None,
            _ => {
                let (changes, seats) = said.split_once(' ').unwrap_or((said, ""));
                Some(format!("Ada changed from seat 1 to 2 and, on another thread, from seat 1 to 3; one of them is to succeed, {changes} did, and she has {seats} seats"))
            }
        },
        stuck: STUCK,
    }

    fn a_change_is_seen_whole_or_not_at_all() {
        scenario: {
            let plan = SeatPlan::default();
            plan.book(1, "Ada");
            let seen = std::thread::scope(|scope| {
                scope.spawn(|| plan.change(1, 2, "Ada"));
                plan.seats_of("Ada").len()
            });
            format!("{seen}")
        },
        wrong: |seats| match seats {
            "1" => None,
            _ => Some(format!("while Ada changed seats, somebody saw her with {seats} seats instead of one")),
        },
        stuck: STUCK,
    }

    fn two_customers_cannot_change_to_the_same_seat() {
        scenario: {
            let plan = SeatPlan::default();
            plan.book(1, "Ada");
            plan.book(2, "Bob");
            std::thread::scope(|scope| {
                scope.spawn(|| plan.change(1, 3, "Ada"));
                plan.change(2, 3, "Bob");
            });
            format!("{} {}", plan.seats_of("Ada").len(), plan.seats_of("Bob").len())
        },
        wrong: |seats| match seats {
            "1 1" => None,
            _ => Some(format!("Ada and Bob changed to the same seat at once; now they have {seats} seats instead of one each")),
        },
        stuck: STUCK,
    }
}
