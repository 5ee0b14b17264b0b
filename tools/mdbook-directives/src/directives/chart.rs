//! `{{#chart ID}}`: a chart of what was measured.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::chart::{figure, named, without_drawing};
use crate::page::Page;
use crate::places::{Subject, What};
use crate::scan::Position;
use book_content::Library;
use book_content::problem::slashed;

struct Chart;

inventory::submit!(Entry(&Chart));

impl Directive for Chart {
    fn name(&self) -> &'static str {
        "chart"
    }

    fn usage(&self) -> &'static str {
        "{{#chart ID}}"
    }

    fn shows(&self, inner: &str, _: &Library) -> Vec<(Subject, String, What)> {
        let chart = named(inner).into_iter().map(|it| it.id);
        chart
            .map(|id| (Subject::Chart(id), format!("chart-{id}"), What::Whole))
            .collect()
    }

    fn expand(&self, inner: &str, _: Position, page: &mut Page<'_>) -> Result<Expanded, Faults> {
        let chart = named(inner)?;
        let subject = Subject::Chart(chart.id);
        if let Some(file) = page.book.places.elsewhere(&subject, page.file) {
            return Err(Faults::from(format!(
                "the chart {} stands on {} already; link to it: #chart-{0}",
                chart.id,
                slashed(file)
            )));
        }
        let number = page.next("Chart");
        let run = page.book.run;
        let (markdown, warning) = match figure(chart, run.data()?, Some(&number)) {
            Ok(html) => (html, None),
            Err(message) => {
                let warning = run.does_not_bear_out(&message, &[])?;
                let why = "This run has no measurements for it.";
                (without_drawing(chart, Some(&number), why), Some(warning))
            }
        };
        Ok(Expanded {
            markdown,
            anchors: vec![format!("chart-{}", chart.id)],
            shows: vec![subject],
            warning,
            ..Expanded::default()
        })
    }
}
