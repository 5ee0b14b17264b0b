//! How series look, and how numbers become places and words.

use book_content::measurements::{Data, Language, Measurement, Spread};

/// What is said of a contender whose middle half is too wide.
pub const NOISY: &str = "unsteady";

/// The marks of a language's series, in order: paths around the origin, and
/// whether they are hollow.
const RUST: [(&str, bool); 4] = [
    ("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", false),
    ("M0 -5.5L5.5 4.5H-5.5z", false),
    ("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", true),
    ("M0 -6L6 0L0 6L-6 0z", false),
];
const TYPESCRIPT: [(&str, bool); 4] = [
    ("M-4 -4H4V4H-4z", false),
    ("M-4 -4H4V4H-4z", true),
    ("M0 -6L6 0L0 6L-6 0z", true),
    ("M0 5.5L5.5 -4.5H-5.5z", false),
];

/// How a series looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language in its class; prefixed there, since `rust` alone is the
    /// name of a theme of mdBook.
    pub language: &'static str,
    /// Which one it is of its language.
    pub nth: usize,
    /// The path of its mark.
    pub mark: &'static str,
    /// Whether the mark is hollow.
    pub hollow: bool,
}

impl Look {
    /// The look of the `nth` series of a language.
    pub fn of(language: Language, nth: usize) -> Self {
        let (language, marks) = match language {
            Language::Rust => ("rust", RUST),
            Language::TypeScript => ("typescript", TYPESCRIPT),
        };
        let nth = nth % marks.len();
        let (mark, hollow) = marks[nth];
        Self {
            language,
            nth,
            mark,
            hollow,
        }
    }
}

/// A mark at a place.
#[derive(Debug, Clone)]
pub struct Mark {
    pub look: Look,
    pub x: String,
    pub y: String,
    /// Some marks are hollow anyway: what is noisy has a ring around it.
    pub noisy: bool,
}

/// A share as SVG wants it.
pub fn percent(share: f64) -> String {
    // A tenth of a percent is half a pixel of a wide chart.
    let text = format!("{:.1}", share * 100.0);
    format!("{}%", text.trim_end_matches(".0"))
}

/// `TypeScript` or `Rust`.
pub fn language(of: Language) -> &'static str {
    match of {
        Language::Rust => "Rust",
        Language::TypeScript => "TypeScript",
    }
}

/// A label in plain text.
pub fn plain(label: &str) -> String {
    label.replace('`', "")
}

/// Measurements with their spreads.
pub fn spreads<'a>(
    names: impl IntoIterator<Item = &'a str>,
    data: &'a Data,
) -> Vec<(&'a Measurement, Spread)> {
    let measured = names.into_iter().map(|name| &data.measurements[name]);
    measured.map(|it| (it, it.spread())).collect()
}
