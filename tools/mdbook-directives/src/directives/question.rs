//! `{{#question chapter/name}}`: a question whose answers the listings' records
//! decide.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::listing::{Parts, Wanted, diagnostic, figure, output};
use crate::figures::schedules;
use crate::html::{block, filters};
use crate::page::Page;
use crate::places::{Subject, What};
use crate::scan::Position;
use askama::Template;
use book_content::Library;
use book_content::listing::{Kind, Listing};
use book_content::problem::slashed;
use book_content::question::{Choice, Fact, Question as Asked};
use std::fmt::Write as _;

struct Question;

inventory::submit!(Entry(&Question));

#[derive(Template)]
#[template(path = "question.html")]
struct Section<'a> {
    id: String,
    question: &'a Asked,
    number: String,
    /// Of which kind all right choices are, where there are several.
    choose_all: Option<&'static str>,
    /// The program, where the question shows it.
    figure: String,
    choices: Vec<ChoiceView<'a>>,
    link: String,
    see: &'static str,
    proof: Option<Proof>,
}

struct ChoiceView<'a> {
    letter: char,
    choice: &'a Choice,
    said: Said<'a>,
    verdict: &'static str,
}

/// What decides a question about a program that no other figure shows: its
/// schedules, its output, or the compiler's answer.
struct Proof {
    anchor: String,
    /// What to press to see it.
    summary: &'static str,
    /// What a link to it says.
    see: &'static str,
    html: String,
}

#[derive(Template)]
#[template(path = "questions-kept.html")]
struct Kept<'a> {
    top: &'a str,
}

impl Directive for Question {
    fn name(&self) -> &'static str {
        "question"
    }

    fn usage(&self) -> &'static str {
        "{{#question chapter/name}}"
    }

    /// Itself, and the program, where it shows that: other questions may lead
    /// to it.
    fn shows(&self, inner: &str, library: &Library) -> Vec<(Subject, String, What)> {
        let Some(question) = library.questions.get(inner) else {
            return Vec::new();
        };
        let anchor = format!("question-{}", question.name);
        let mut all = vec![(Subject::Question(question.id()), anchor, What::Whole)];
        if let Some(wanted) = program(question)
            && let Ok(listing) = library.get(&wanted.id)
        {
            let (anchor, what) = wanted.place(listing);
            all.push((Subject::Listing(wanted.id), anchor, what));
        }
        all
    }

    fn expand(&self, id: &str, _: Position, page: &mut Page<'_>) -> Result<Expanded, Faults> {
        let library = page.book.library;
        if library.unreadable.contains(id) {
            // Its file is reported.
            return Err(Faults::default());
        }
        let question = library.question(id)?;
        let Some(about) = library.listings.get(&question.about.0) else {
            return Err(Faults::default());
        };
        let subject = Subject::Question(question.id());
        if let Some(first) = page.book.places.elsewhere(&subject, page.file) {
            let first = slashed(first);
            let message = format!("{first} asks {id} already; link to #question-… there");
            return Err(message.into());
        }
        let mut it = Expanded::default();
        let mut proof = None;
        if let Some(wanted) = program(question) {
            it = figure(&wanted, page)?;
            proof = Some(prove(about, wanted.parts.unwrap_or_default(), page)?);
            if about.schedules.is_some() {
                it.at_the_end.push(schedules::script(page.top));
            }
        }
        it.markdown = section(question, about, it.markdown, proof, page);
        it.anchors.push(format!("question-{}", question.name));
        it.shows.push(subject);
        it.needs.push((
            Subject::Listing(question.about.0.clone()),
            format!(
                "asks about {}, which this page does not show; write show = true in {}",
                question.about.0,
                slashed(&question.file)
            ),
        ));
        for (_, words) in question.words() {
            let _ = write!(it.words, "{words}\n\n");
        }
        it.at_the_end.push(block(&Kept { top: page.top }));
        Ok(it)
    }
}

/// What to show of the program, if the question shows it.
fn program(question: &Asked) -> Option<Wanted> {
    let (typescript, rust) = question.languages();
    question.show.then(|| Wanted {
        id: question.about.0.clone(),
        parts: Some(Parts {
            typescript,
            rust,
            ..Parts::default()
        }),
        ..Wanted::default()
    })
}

fn section(
    question: &Asked,
    about: &Listing,
    figure: String,
    proof: Option<Proof>,
    page: &mut Page<'_>,
) -> String {
    let (link, see) = match &proof {
        Some(proof) => (format!("#{}", proof.anchor), proof.see),
        None => place_of(about, page),
    };
    let right = question.choices.iter().filter(|it| it.right).count();
    let possible = |it: &Choice| it.is_possibility(about);
    block(&Section {
        id: format!("question-{}", question.name),
        question,
        number: page.next("Question"),
        choose_all: (right > 1).then(|| match question.choices.iter().all(possible) {
            true => "possible",
            false => "right",
        }),
        figure,
        choices: question
            .choices
            .iter()
            .zip('A'..)
            .map(|(choice, letter)| ChoiceView {
                letter,
                choice,
                said: Said::of(choice),
                verdict: match (possible(choice), choice.right) {
                    (true, true) => "is possible",
                    (true, false) => "is not possible",
                    (false, true) => "is right",
                    (false, false) => "is wrong",
                },
            })
            .collect(),
        link,
        see,
        proof,
    })
}

/// What the reader chooses.
enum Said<'a> {
    /// Words in which back quotes mark code.
    Words(String),
    /// Lines of output or code. A label holds no blocks, so the template breaks
    /// them.
    Lines(Vec<&'a str>),
    /// The code of an error.
    Error(&'a str),
}

impl<'a> Said<'a> {
    fn of(choice: &'a Choice) -> Self {
        match &choice.fact {
            _ if choice.says.is_some() => Self::Words(choice.label()),
            Fact::Prints(text) | Fact::TypescriptPrints(text) => {
                Self::Lines(text.trim_end().lines().collect())
            }
            Fact::Error(code) => Self::Error(code),
            Fact::Line(text) => Self::Lines(vec![text]),
            // The form was checked: these have their words.
            Fact::Hangs(_) | Fact::Compiles(_) | Fact::Exit(_) => Self::Words(choice.label()),
        }
    }
}

/// Where a reader who wants to see for himself is sent, and the words for it:
/// to the best answer on this page, or else on another.
fn place_of(listing: &Listing, page: &Page<'_>) -> (String, &'static str) {
    let places = page.book.places.of(&Subject::Listing(listing.id()));
    let best = places
        .iter()
        .min_by_key(|it| (it.what == What::Program, it.file != page.file, it.what));
    match best {
        Some(it) => {
            let words = match it.what {
                What::Schedules => "See it in the figure",
                What::Whole => "See it in the listing",
                What::Message => "See what the message means",
                What::Program => "See the program again",
            };
            (it.link_from(page.file, page.top), words)
        }
        None => (format!("#listing-{}", listing.name), "See the listing"),
    }
}

/// What decides a question whose program stands without its output.
fn prove(listing: &Listing, shown: Parts, page: &Page<'_>) -> Result<Proof, String> {
    let mut html = String::new();
    let (summary, see) = if listing.kind == Kind::CompileFail {
        html += &diagnostic(listing, page)?;
        ("What the compiler says", "See what the compiler says")
    } else if let Some(explored) = listing.schedules.as_ref().filter(|_| shown.rust) {
        html += &schedules::figure(&listing.name, explored, page.top);
        ("Every schedule", "See every schedule")
    } else {
        let typescript = ("TypeScript", &listing.typescript_out, "main.ts.out");
        let rust = ("Rust", &listing.rust_out, "main.rs.out");
        for (is_shown, (language, out, file)) in
            [(shown.typescript, typescript), (shown.rust, rust)]
        {
            if !is_shown {
                continue;
            }
            if shown.typescript && shown.rust {
                let _ = writeln!(html, "<p class=\"question-language\">{language}</p>");
            }
            html += &output(out.as_ref(), &listing.dir.join(file))?;
        }
        ("What it prints", "See what it prints")
    };
    Ok(Proof {
        anchor: format!("proof-{}", listing.name),
        summary,
        see,
        html,
    })
}

#[cfg(test)]
mod tests;
