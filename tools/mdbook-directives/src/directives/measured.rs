//! `{{#measured EXPR}}`: a measurement, a ratio of two, or a fact of the run, in
//! running text.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::words::in_text;
use crate::page::Page;
use crate::scan::Position;
use book_content::measurements::Expression;
use book_content::measurements::facts::fact;

struct Measured;

inventory::submit!(Entry(&Measured));

impl Directive for Measured {
    fn name(&self) -> &'static str {
        "measured"
    }

    fn usage(&self) -> &'static str {
        "{{#measured EXPR}}"
    }

    fn is_inline(&self) -> bool {
        true
    }

    fn expand(
        &self,
        inner: &str,
        position: Position,
        page: &mut Page<'_>,
    ) -> Result<Expanded, Faults> {
        let run = page.book.run;
        let mut it = Expanded::default();
        if let Some(text) = fact(inner, run.data()?) {
            it.markdown = in_text(&text, "measured fact", &[], position, page)?;
            return Ok(it);
        }
        let of = Expression::parse(inner)?;
        let text = match of.value(run.data()?) {
            Ok(value) => value.words(),
            Err(message) => {
                it.warning = Some(run.does_not_bear_out(&message, &of.names())?);
                "not measured".to_owned()
            }
        };
        it.markdown = in_text(&text, "measured", &of.names(), position, page)?;
        Ok(it)
    }
}

#[cfg(test)]
mod tests;
