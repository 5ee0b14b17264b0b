//! What a page says of the run: a measurement, a ratio of two, or a claim about
//! either that the run must bear out.

use super::data::{COMMAND, Data, FILE, Measurement, Spread, Unit};
use super::facts::FACTS;
use super::quantity::{bound, counts, quantity, words, words_to};
use crate::problem::did_you_mean_or;

const SMALL: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// A measurement, or how many times one is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The measurement; the numerator of a ratio.
    pub name: String,
    /// What it is divided by.
    pub by: Option<String>,
}

/// What an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The median, and the least and the greatest that the quartiles allow.
    pub spread: Spread,
    /// What it counts; none for a ratio.
    pub unit: Option<Unit>,
}

/// What a sentence says about a value, so that it can be checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What it is about.
    pub of: Expression,
    /// What is said.
    pub says: Says,
    /// What the bounds count; none for a ratio.
    pub unit: Option<Unit>,
    /// The words to show; none for those that follow from the claim.
    pub words: Option<String>,
}

/// What a claim says, with bounds in nanoseconds, bytes, or times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says {
    /// More than this.
    More(f64),
    /// Less than this.
    Less(f64),
    /// More than the first, and less than the second.
    Between(f64, f64),
    /// Of two measurements, that their middle halves overlap: which is larger
    /// is too close to call.
    TooClose,
}

impl Expression {
    /// Parses `NAME` or `NAME / NAME`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (name, by) = match words[..] {
            [name] => (name, None),
            [name, "/", by] => (name, Some(by)),
            _ => {
                return Err(format!(
                    "\"{}\" is neither a measurement, as in `unit/thread`, nor a ratio of two, \
                     as in `unit/worker / unit/thread`",
                    text.trim()
                ));
            }
        };
        Ok(Self {
            name: name.to_owned(),
            by: by.map(str::to_owned),
        })
    }

    /// The measurements that it is about.
    pub fn names(&self) -> Vec<&str> {
        let names = [Some(&self.name), self.by.as_ref()];
        names.into_iter().flatten().map(String::as_str).collect()
    }

    /// Looks it up.
    ///
    /// # Errors
    ///
    /// A name that is not measured, or a ratio of time and memory, or of
    /// something and nothing.
    pub fn value(&self, data: &Data) -> Result<Value, String> {
        let over = measurement(data, &self.name)?;
        let Some(by) = &self.by else {
            return Ok(Value {
                spread: over.spread(),
                unit: Some(over.unit),
            });
        };
        let under = measurement(data, by)?;
        if over.unit != under.unit {
            return Err(format!(
                "{} counts {}, and {by} {}; a ratio is one of like things",
                self.name,
                counts(over.unit),
                counts(under.unit)
            ));
        }
        let (over, under) = (over.spread(), under.spread());
        if under.low <= 0.0 {
            return Err(format!(
                "{by} was measured as nothing, by which nothing can be divided"
            ));
        }
        Ok(Value {
            spread: Spread {
                low: over.low / under.high,
                median: over.median / under.median,
                high: over.high / under.low,
            },
            unit: None,
        })
    }
}

impl Value {
    /// Its median to two digits, such as `9.8 µs`, `2.0 MiB` or `70 times`.
    pub fn words(&self) -> String {
        words(self.spread.median, self.unit)
    }
}

impl Claim {
    /// Parses `EXPR > N`, `EXPR < N`, `EXPR > N < M` or `EXPR ~`, and words in
    /// quotation marks after it.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let form = "a claim is written `EXPR > N`, `EXPR < N`, `EXPR > N < M \"WORDS\"` or `EXPR ~ \
                    \"WORDS\"`, as in `unit/worker / unit/thread > 10` or `unit/promise < 1 µs`";
        let text = text.trim();
        let (claim, own) = match text.split_once('"') {
            None => (text, None),
            Some((claim, own)) => match own.strip_suffix('"') {
                Some(own) if !own.trim().is_empty() && !own.contains('"') => (claim, Some(own)),
                _ => {
                    return Err(
                        "the words of a claim stand in quotation marks at its end".to_owned()
                    );
                }
            },
        };
        if let Some(of) = claim.trim().strip_suffix('~') {
            let of = Expression::parse(of)?;
            let (Some(_), Some(own)) = (&of.by, own) else {
                return Err(
                    "`~` says that the middle halves of two measurements overlap, in words \
                            of its own, as in `a/b / a/c ~ \"too close to call\"`"
                        .to_owned(),
                );
            };
            return Ok(Self {
                of,
                says: Says::TooClose,
                unit: None,
                words: Some(own.to_owned()),
            });
        }
        let at = claim.find(['<', '>']).ok_or(form)?;
        let of = Expression::parse(&claim[..at])?;
        let more = claim[at..].starts_with('>');
        let quantity = |text: &str| {
            let text = text.trim();
            quantity(text).ok_or_else(|| format!("\"{text}\" is no bound; {form}"))
        };
        let bounds = &claim[at + 1..];
        let (bounds, below) = match bounds.split_once('<').filter(|_| more) {
            Some((bound, below)) => (bound, Some(quantity(below)?)),
            None => (bounds, None),
        };
        let (bound, unit) = quantity(bounds)?;
        let says = match below {
            Some((below, same)) if same == unit && below > bound && own.is_some() => {
                Says::Between(bound, below)
            }
            None if more => Says::More(bound),
            None => Says::Less(bound),
            Some(_) => {
                return Err(
                    "a claim with two bounds has the lower one first, both with the same unit, \
                     and words of its own, as in `a/b / a/c > 0.5 < 2 \"about the same\"`"
                        .to_owned(),
                );
            }
        };
        if (of.by.is_none()) != unit.is_some() {
            return Err(match unit {
                None => format!(
                    "the bound of {} needs a unit, as in `1 µs` or `64 KiB`",
                    of.name
                ),
                Some(_) => "a ratio is so many times, without a unit".to_owned(),
            });
        }
        if unit.is_none() && bound == 1.0 && own.is_none() {
            return Err(
                "\"more than one times\" is no English; say what to show, as in \
                 {{#claim a/b / a/c > 1 \"more\"}}"
                    .to_owned(),
            );
        }
        Ok(Self {
            of,
            says,
            unit,
            words: own.map(str::to_owned),
        })
    }

    /// Whether it holds even with the quartiles turned against it.
    ///
    /// # Errors
    ///
    /// The outer one: what [`Expression::value`] says, or units that differ.
    /// The inner one: what was measured instead, and what to do.
    pub fn check(&self, data: &Data) -> Result<Result<(), String>, String> {
        let value = self.of.value(data)?;
        if value.unit != self.unit {
            return Err(format!(
                "{} counts {}, and the bound {}",
                self.of.name,
                value.unit.map_or("times", counts),
                self.unit.map_or("times", counts)
            ));
        }
        let Spread { low, median, high } = value.spread;
        let of = |number| bound(number, self.unit);
        let (holds, said) = match self.says {
            Says::More(bound) => (low > bound, format!("> {}", of(bound))),
            Says::Less(bound) => (high < bound, format!("< {}", of(bound))),
            Says::Between(above, below) => (
                low > above && high < below,
                format!("> {} < {}", of(above), of(below)),
            ),
            Says::TooClose => (low < 1.0 && high > 1.0, "~".to_owned()),
        };
        if holds {
            return Ok(Ok(()));
        }
        // Finer than on the page, or the ends would often be the same.
        let say = |number| words_to(3, number, self.unit);
        Ok(Err(format!(
            "the claim \"{}{} {said}\" does not hold: the run has {}, and between {} and {} in \
             its middle half; reword the sentence, or measure again on an idle machine (`{} -- --book`)",
            self.of.name,
            self.of
                .by
                .iter()
                .map(|by| format!(" / {by}"))
                .collect::<String>(),
            say(median),
            say(low),
            say(high),
            COMMAND
        )))
    }

    /// The words to show: its own, or `more than ten times`.
    pub fn words(&self) -> String {
        if let Some(words) = &self.words {
            return words.clone();
        }
        let (than, number) = match self.says {
            Says::More(number) => ("more than", number),
            Says::Less(number) => ("less than", number),
            Says::Between(..) | Says::TooClose => unreachable!("these have words of their own"),
        };
        let whole = number.fract() == 0.0;
        match self.unit {
            None if number == 0.5 => format!("{than} half"),
            None if number == 2.0 => format!("{than} twice"),
            None if whole && number < SMALL.len() as f64 => {
                format!("{than} {} times", SMALL[number as usize])
            }
            unit => format!("{than} {}", bound(number, unit)),
        }
    }
}

/// The measurement of that name.
///
/// # Errors
///
/// That there is none, and which one may be meant.
pub fn measurement<'a>(data: &'a Data, name: &str) -> Result<&'a Measurement, String> {
    data.measurements.get(name).ok_or_else(|| {
        let names = data.measurements.keys().map(String::as_str).chain(FACTS);
        let near = did_you_mean_or(name, names, || format!("{FILE} has all there are"));
        format!("nothing measured is named \"{name}\"{near}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurements::data::tests::sample;

    #[test]
    fn a_ratio_turns_the_quartiles_against_each_other() {
        let data = sample();
        let value = Expression::parse("unit/thread / unit/promise")
            .unwrap()
            .value(&data)
            .unwrap();
        assert_eq!(value.unit, None);
        assert_eq!(value.words(), "20 times");
        let (thread, promise) = (
            data.measurements["unit/thread"].spread(),
            data.measurements["unit/promise"].spread(),
        );
        assert_eq!(value.spread.low, thread.low / promise.high);
        assert_eq!(value.spread.high, thread.high / promise.low);
        let one = Expression::parse(" unit/thread ").unwrap();
        assert_eq!(one.value(&data).unwrap().words(), "20 µs");
    }

    #[test]
    fn what_is_not_measured_is_refused() {
        let data = sample();
        for (text, message) in [
            ("unit/thraed", "did you mean \"unit/thread\"?"),
            ("zzz", "src/measured.json has all there are"),
            ("versoins", "did you mean \"versions\"?"),
            (
                "unit/thread / memory/thread",
                "counts time, and memory/thread memory",
            ),
            ("unit/thread unit/promise", "neither a measurement"),
            ("", "neither a measurement"),
            ("unit/thread / unit/nothing", "was measured as nothing"),
        ] {
            let error = Expression::parse(text)
                .and_then(|it| it.value(&data))
                .unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn a_claim_holds_with_the_quartiles_against_it_or_not_at_all() {
        let data = sample();
        // The threads took 19 to 21 µs in their middle half, the promises 0.95
        // to 1.05.
        for (text, holds) in [
            ("unit/thread > 18 µs", true),
            ("unit/thread > 19.2 µs", false),
            ("unit/thread < 21.5 us", true),
            ("unit/thread < 20.2 µs", false),
            ("unit/thread / unit/promise > 18", true),
            ("unit/thread / unit/promise > 19", false),
            ("unit/thread / unit/promise ~ \"too close\"", false),
            ("unit/thread / unit/thread ~ \"too close\"", true),
            ("unit/thread / unit/promise < 23", true),
            ("unit/thread / unit/promise < 21", false),
            ("memory/thread < 64 KiB", true),
            ("unit/thread / unit/promise > 18 < 23 \"about\"", true),
            ("unit/thread / unit/promise > 18 < 21 \"about\"", false),
            ("unit/thread / unit/promise > 19 < 23 \"about\"", false),
            ("unit/thread > 18 µs < 22 µs \"about\"", true),
        ] {
            let found = Claim::parse(text).unwrap().check(&data).unwrap();
            assert_eq!(found.is_ok(), holds, "{text}: {found:?}");
            if let Err(message) = found {
                assert!(message.contains(COMMAND), "{message}");
            }
        }
        let message = Claim::parse("unit/thread / unit/promise > 30")
            .unwrap()
            .check(&data)
            .unwrap()
            .unwrap_err();
        assert!(
            message.starts_with(
                "the claim \"unit/thread / unit/promise > 30 times\" does not hold: the run has \
                 20.0 times, and between 18.1 times and 22.1 times in its middle half; reword"
            ),
            "{message}"
        );
    }

    #[test]
    fn a_claim_is_put_into_words() {
        for (text, words) in [
            ("a/b / a/c > 10", "more than ten times"),
            ("a/b / a/c > 2", "more than twice"),
            ("a/b / a/c < 0.5", "less than half"),
            ("a/b / a/c > 12", "more than twelve times"),
            ("a/b / a/c > 13", "more than 13 times"),
            ("a/b / a/c > 1,500", "more than 1,500 times"),
            ("a/b / a/c > 2.5", "more than 2.5 times"),
            ("a/b < 1 µs", "less than 1 µs"),
            ("a/b < 1500 ns", "less than 1.5 µs"),
            ("a/b>64 KiB", "more than 64 KiB"),
            ("a/b / a/c > 1 \"the slower one\"", "the slower one"),
            ("a/b / a/c ~ \"too close to call\"", "too close to call"),
        ] {
            assert_eq!(Claim::parse(text).unwrap().words(), words, "{text}");
        }
        for (text, message) in [
            ("a/b", "a claim is written"),
            ("a/b > ", "\"\" is no bound"),
            ("a/b > 3 parsecs", "\"3 parsecs\" is no bound"),
            ("a/b > -3", "\"-3\" is no bound"),
            ("a/b > 0 ms", "\"0 ms\" is no bound"),
            ("a/b > 3", "needs a unit"),
            ("a/b / a/c ~", "in words of its own"),
            ("a/b ~ \"x\"", "of two measurements overlap"),
            ("a/b / a/c > 3 ms", "without a unit"),
            ("a/b / a/c > 1", "is no English"),
            ("a/b > 3 ms \"x", "quotation marks at its end"),
            ("a/b > 3 ms \"\"", "quotation marks at its end"),
            ("a/b > 3 ms < 5 ms", "words of its own"),
            ("a/b > 3 ms < 2 ms \"x\"", "the lower one first"),
            ("a/b / a/c > 3 < 5 ms \"x\"", "the same unit"),
            ("a/b < 3 ms > 2 ms \"x\"", "is no bound"),
        ] {
            let error = Claim::parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
        let error = Claim::parse("unit/thread > 1 KiB")
            .unwrap()
            .check(&sample());
        assert_eq!(
            error.unwrap_err(),
            "unit/thread counts time, and the bound memory"
        );
    }
}
