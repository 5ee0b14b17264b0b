//! `{{#exercises}}`: what `exercises/README.md` says of them all, without its
//! title.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::links::for_page;
use crate::page::Page;
use crate::scan::Position;
use book_content::exercise::EXERCISES;

struct Exercises;

inventory::submit!(Entry(&Exercises));

impl Directive for Exercises {
    fn name(&self) -> &'static str {
        "exercises"
    }

    fn usage(&self) -> &'static str {
        "{{#exercises}}"
    }

    fn expand(&self, inner: &str, _: Position, page: &mut Page<'_>) -> Result<Expanded, Faults> {
        if !inner.is_empty() {
            return Err(Faults::from(format!(
                "{{{{#exercises}}}} takes nothing; for one of them write {{{{#exercise {inner}}}}}"
            )));
        }
        let file = format!("{EXERCISES}/README.md");
        let text = page.book.library.about_exercises.split_once('\n');
        let Some((_, body)) = text.filter(|it| it.0.starts_with("# ")) else {
            let message = format!("{file} begins with a title, `# Exercises`");
            return Err(message.into());
        };
        Ok(Expanded {
            markdown: for_page(body.trim(), &file, page)?,
            ..Expanded::default()
        })
    }
}
