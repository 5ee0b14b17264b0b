//! `{{#exercise NAME}}`: a task, with its hints, code and solution to unfold.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::links::for_page;
use crate::figures::listing::{Wanted, figure, unfolding};
use crate::html::filters;
use crate::page::Page;
use crate::places::{Subject, What};
use crate::scan::Position;
use askama::Template;
use book_content::Library;
use book_content::exercise::{EXERCISES, Exercise as Task};
use book_content::problem::slashed;

struct Exercise;

inventory::submit!(Entry(&Exercise));

/// Where a page tells how to begin again, from the top of the book.
const BEGIN_AGAIN: &str = "exercises.html#begin-again-and-keep-what-you-have";

#[derive(Template)]
#[template(path = "exercise.md", escape = "html")]
struct Section<'a> {
    task: &'a Task,
    number: String,
    folder: &'static str,
    begin_again: String,
    /// The statement before the program to port, that, and the rest of it.
    before: String,
    port: String,
    after: String,
    given: String,
    hints: String,
    solution: String,
    alternatives: String,
}

impl Directive for Exercise {
    fn name(&self) -> &'static str {
        "exercise"
    }

    fn usage(&self) -> &'static str {
        "{{#exercise NAME}}"
    }

    fn shows(&self, inner: &str, library: &Library) -> Vec<(Subject, String, What)> {
        let task = library.exercise(inner).into_iter();
        task.map(|it| {
            let subject = Subject::Exercise(it.name.clone());
            (subject, it.anchor(), What::Whole)
        })
        .collect()
    }

    fn expand(&self, name: &str, _: Position, page: &mut Page<'_>) -> Result<Expanded, Faults> {
        let task = page.book.library.exercise(name)?;
        // The first page that its README names is where links to it lead.
        if !page.file.ends_with(task.page()) {
            return Err(Faults::from(format!(
                "{} names {} first, so that page shows the exercise; show it there, or name this \
                 page first",
                slashed(&task.file),
                task.page()
            )));
        }
        let mut it = match &task.port {
            Some(id) => {
                let wanted = Wanted {
                    id: id.clone(),
                    caption: Some(format!("{}, on Node", task.title)),
                    ..Wanted::default()
                };
                figure(&wanted, page)?
            }
            None => Expanded::default(),
        };
        it.markdown = section(task, it.markdown, page)?;
        it.anchors.push(task.anchor());
        it.shows.push(Subject::Exercise(task.name.clone()));
        it.words = format!("{}\n\n", task.statement);
        Ok(it)
    }
}

fn section(task: &Task, port: String, page: &mut Page<'_>) -> Result<String, Faults> {
    let number = page.next("Exercise");
    let mut faults = Faults::default();
    let mut words = |text: &str, file: &str| {
        let file = format!("{EXERCISES}/{}/{file}", task.name);
        for_page(text, &file, &*page).unwrap_or_else(|found| {
            faults.0.extend(found.0);
            String::new()
        })
    };
    let (before, after) = task.around_port();
    let section = Section {
        task,
        number,
        folder: EXERCISES,
        begin_again: format!("{}{BEGIN_AGAIN}", page.top),
        before: words(&before, "README.md"),
        port,
        after: words(&after, "README.md"),
        given: unfolding(&task.given, page),
        hints: words(&task.hints, "README.md"),
        solution: unfolding(&task.solution, page),
        alternatives: words(&task.alternatives, "solution/README.md"),
    };
    match faults.0.is_empty() {
        true => Ok(section.render().expect("writing to a string cannot fail")),
        false => Err(faults),
    }
}

#[cfg(test)]
mod tests;
