//! What a directive is: the one trait that the expander knows.

use crate::fault::Faults;
use crate::page::Page;
use crate::places::{Subject, What};
use crate::scan::{Position, Scanner};
use book_content::Library;
use std::sync::LazyLock;

/// A kind of directive, such as `{{#listing chapter/name}}`.
///
/// To add one, write a module in `src/directives/` that implements this and
/// ends with `inventory::submit!`, and name it in `src/directives.rs`. Nothing
/// else knows which directives there are.
pub trait Directive: Sync {
    /// The word after `{{#`.
    fn name(&self) -> &'static str;

    /// How an author writes it, for messages: `{{#listing chapter/name}}`.
    fn usage(&self) -> &'static str;

    /// Whether it stands in running text; otherwise on a line of its own.
    fn is_inline(&self) -> bool {
        false
    }

    /// What it will show, and at which anchor. This is asked of all pages
    /// before the first is expanded, so that each can lead to the others.
    /// Nothing where it cannot be read: that is reported when it is expanded.
    fn shows(&self, _inner: &str, _library: &Library) -> Vec<(Subject, String, What)> {
        Vec::new()
    }

    /// What takes its place. `inner` stands between the name and the braces;
    /// `position` is what is around the directive.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    fn expand(
        &self,
        inner: &str,
        position: Position,
        page: &mut Page<'_>,
    ) -> Result<Expanded, Faults>;
}

/// What stands in place of a directive, and what follows from it for the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expanded {
    /// Markdown, or HTML as Markdown has it.
    pub markdown: String,
    /// The anchors in it, which a page has once each.
    pub anchors: Vec<String>,
    /// What of the folders it shows.
    pub shows: Vec<Subject>,
    /// What the page must show too, each with the message if it does not.
    pub needs: Vec<(Subject, String)>,
    /// What it says to the reader beside code, for the reading time.
    pub words: String,
    /// What stands at the end of the page, once, in alphabetical order.
    pub at_the_end: Vec<String>,
    /// What a reader's own run does not bear out.
    pub warning: Option<String>,
}

/// A directive that has entered itself, with `inventory::submit!`.
pub struct Entry(pub &'static dyn Directive);

inventory::collect!(Entry);

/// Every directive there is, by name.
pub fn all() -> &'static [&'static dyn Directive] {
    static ALL: LazyLock<Vec<&'static dyn Directive>> = LazyLock::new(|| {
        let mut all: Vec<_> = inventory::iter::<Entry>().map(|it| it.0).collect();
        all.sort_by_key(|it| it.name());
        all
    });
    &ALL
}

/// Finds the directives of a page.
pub fn scanner() -> &'static Scanner {
    static SCANNER: LazyLock<Scanner> = LazyLock::new(|| {
        let names: Vec<_> = all().iter().map(|it| (it.name(), it.is_inline())).collect();
        Scanner::new(&names)
    });
    &SCANNER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_directive_has_a_name_of_its_own() {
        for two in all().windows(2) {
            let [a, b] = [two[0], two[1]].map(|it| (it.name(), it.usage()));
            assert_ne!(
                a.0, b.0,
                "two modules of src/directives have the same name(): {a:?}, {b:?}"
            );
            assert!(
                b.1.starts_with(&format!("{{{{#{}", b.0)),
                "src/directives: the usage() of {b:?} does not begin with its name()"
            );
        }
    }
}
