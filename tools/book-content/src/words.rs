//! Numbers and nouns in English.
//!
//! By hand, a few lines each: the numbers of schedules are decimal digits of
//! any length, which the crates that group digits do not take, and the plurals
//! are a handful of known nouns.

/// Decimal digits with commas between thousands: `3,628,800`; what follows a
/// point stays as it is.
pub fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// `1 listing`, `2 listings`: a number in digits, and the noun for so many.
pub fn counted(number: &str, noun: &str) -> String {
    match number {
        "1" => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(number)),
    }
}

/// A share in percent, such as `17 %` or `0.4 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let digits = usize::from(percent < 9.95 && (percent - percent.round()).abs() >= 0.05);
    format!("{percent:.digits$} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [
            ("7", "7"),
            ("1234", "1,234"),
            ("1234567.25", "1,234,567.25"),
        ] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(counted("1", "schedule"), "1 schedule");
        assert_eq!(counted("3628800", "schedule"), "3,628,800 schedules");
    }
}
