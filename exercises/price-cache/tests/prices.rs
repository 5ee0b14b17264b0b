//! What must hold for the prices, in every schedule.

use price_cache::{PriceCache, Prices};
use support::every_schedule;

const STUCK: &str = "nobody gets on: all threads wait for a lock \
    (a thread that wants to write a lock that it reads waits for itself)";

every_schedule! {
    fn a_price_is_set_and_the_list_replaced() {
        scenario: {
            let cache = PriceCache::default();
            cache.set("tea", 300);
            cache.set("cup", 900);
            cache.set("tea", 350);
            let first = cache.with(|prices| format!("{prices:?}"));
            cache.replace(Prices::from([("pot".to_owned(), 2000)]));
            first + " " + &cache.with(|prices| format!("{prices:?}"))
        },
        wrong: |said| match said {
            r#"{"cup": 900, "tea": 350} {"pot": 2000}"# => None,
            _ => Some(format!("a cup was set to 900, tea to 300 and to 350, then all was replaced by a pot at 2000; you have {said}")),
        },
        stuck: STUCK,
    }

    fn a_quote_holds_up_nobody() {
        scenario: {
            let cache = PriceCache::default();
            cache.set("tea", 300);
            // The quote ends only after another thread has set the price.
            let seen = cache.with(|prices| {
                std::thread::scope(|scope| {
                    scope.spawn(|| cache.set("tea", 350)).join().unwrap();
                });
                prices["tea"]
            });
            format!("{seen} {}", cache.with(|prices| prices["tea"]))
        },
        wrong: |said| match said {
            "300 350" => None,
            _ => Some(format!("the quote began with tea at 300, then tea was set to 350; the quote saw, and the cache now has: {said}")),
        },
        stuck: "nobody gets on: whoever sets a price waits until a quote is done: the lock is held while the quote is made",
    }

    fn a_quote_sees_one_list() {
        scenario: {
            let cache = PriceCache::default();
            let list = |cents| Prices::from([("cup".to_owned(), cents), ("tea".to_owned(), 10 * cents)]);
            cache.replace(list(1));
            let sum = std::thread::scope(|scope| {
                scope.spawn(|| cache.replace(list(2)));
                cache.with(|prices| prices.values().sum::<u32>())
            });
            sum.to_string()
        },
        wrong: |sum| match sum {
            "11" | "22" => None,
            _ => Some("a quote saw a list that never was: the old price of one thing and the new price of another, or none".into()),
        },
        stuck: STUCK,
    }

    fn no_set_is_lost() {
        scenario: {
            let cache = PriceCache::default();
            std::thread::scope(|scope| {
                scope.spawn(|| cache.set("tea", 300));
                cache.set("cup", 900);
            });
            cache.with(|prices| format!("{prices:?}"))
        },
        wrong: |said| match said {
            r#"{"cup": 900, "tea": 300}"# => None,
            _ => Some(format!("two threads set the price of tea and of a cup at the same time, and one of them is lost: {said}")),
        },
        stuck: STUCK,
    }

    fn no_replacement_is_undone() {
        scenario: {
            let cache = PriceCache::default();
            cache.set("pot", 2000);
            std::thread::scope(|scope| {
                scope.spawn(|| cache.replace(Prices::from([("tea".to_owned(), 300)])));
                cache.set("cup", 900);
            });
            cache.with(|prices| format!("{prices:?}"))
        },
        wrong: |said| match said {
            r#"{"cup": 900, "tea": 300}"# | r#"{"tea": 300}"# => None,
            _ => Some(format!("a list with a pot was replaced by one with tea while another thread set the price of a cup, and the replacement is undone: {said}")),
        },
        stuck: STUCK,
    }
}
