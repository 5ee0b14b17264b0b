//! What was measured, in running text.

use super::chart::showing;
use crate::fault::Faults;
use crate::html::{filters, inline};
use crate::page::Page;
use crate::places::Subject;
use crate::scan::Position;
use askama::Template;

#[derive(Template)]
#[template(path = "measured.html")]
struct Measured<'a> {
    class: &'a str,
    text: &'a str,
    /// The chart that shows it, if one does.
    chart: Option<String>,
}

/// A text about the measurements `names`, which leads to the chart that shows
/// the first of them that one shows. Back quotes mark code.
///
/// # Errors
///
/// The text would stand in a heading.
pub fn in_text(
    text: &str,
    class: &str,
    names: &[&str],
    position: Position,
    page: &Page<'_>,
) -> Result<String, Faults> {
    let mut charts = names
        .iter()
        .flat_map(|name| showing(name))
        .filter_map(|it| page.book.places.of(&Subject::Chart(it.id)).first());
    let link = |place: &crate::places::Place| place.link_from(page.file, page.top);
    Ok(inline(&Measured {
        class,
        text,
        chart: match position {
            Position::Text => charts.next().map(link),
            // A link cannot hold another.
            Position::Link => None,
            Position::Heading => {
                return Err(
                    "a heading's words are its anchor, which must not change with a \
                            measurement; say it in the text below"
                        .into(),
                );
            }
        },
    }))
}
