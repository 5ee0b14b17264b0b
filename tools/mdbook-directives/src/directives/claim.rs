//! `{{#claim EXPR > N}}`: what a sentence says of the run, held to it.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::words::in_text;
use crate::page::Page;
use crate::scan::Position;
use book_content::measurements;

struct Claim;

inventory::submit!(Entry(&Claim));

impl Directive for Claim {
    fn name(&self) -> &'static str {
        "claim"
    }

    fn usage(&self) -> &'static str {
        "{{#claim EXPR > N}}"
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
        let claim = measurements::Claim::parse(inner)?;
        let names = claim.of.names();
        let warning = match claim.check(run.data()?) {
            Ok(Ok(())) => None,
            Ok(Err(message)) | Err(message) => Some(run.does_not_bear_out(&message, &names)?),
        };
        Ok(Expanded {
            markdown: in_text(&claim.words(), "measured claim", &names, position, page)?,
            warning,
            ..Expanded::default()
        })
    }
}
