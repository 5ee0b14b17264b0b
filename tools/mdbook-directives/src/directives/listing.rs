//! `{{#listing chapter/name caption="…" anchor=name show=rust,output mark="…"}}`:
//! a numbered figure of tested code, or of a part of it.

use crate::directive::{Directive, Entry, Expanded};
use crate::fault::Faults;
use crate::figures::listing::{Parts, Wanted, figure};
use crate::page::Page;
use crate::places::{Subject, What};
use crate::scan::Position;
use book_content::Library;
use book_content::problem::did_you_mean_or;

struct Listing;

inventory::submit!(Entry(&Listing));

impl Directive for Listing {
    fn name(&self) -> &'static str {
        "listing"
    }

    fn usage(&self) -> &'static str {
        "{{#listing chapter/name}}"
    }

    fn shows(&self, inner: &str, library: &Library) -> Vec<(Subject, String, What)> {
        let Ok(wanted) = parse(inner) else {
            return Vec::new();
        };
        let listing = library.get(&wanted.id).into_iter();
        listing
            .map(|it| {
                let (anchor, what) = wanted.place(it);
                (Subject::Listing(it.id()), anchor, what)
            })
            .collect()
    }

    fn expand(&self, inner: &str, _: Position, page: &mut Page<'_>) -> Result<Expanded, Faults> {
        figure(&parse(inner)?, page)
    }
}

/// The parts that `show` can name.
const PARTS: [&str; 5] = ["typescript", "rust", "output", "diagnostic", "message"];
const OPTIONS: [&str; 4] = ["caption", "anchor", "show", "mark"];

/// Reads a name and options, or says what is wrong with them.
fn parse(text: &str) -> Result<Wanted, String> {
    let (id, mut rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if id.split('/').count() != 2 || id.contains('=') || id.split('/').any(str::is_empty) {
        return Err(format!(
            "a listing is named `chapter/name`, as in {{{{#listing threads/spawn-and-join}}}}; \
             found \"{id}\""
        ));
    }
    let mut wanted = Wanted {
        id: id.to_owned(),
        ..Wanted::default()
    };
    let mut seen: Vec<&str> = Vec::new();
    rest = rest.trim_start();
    while !rest.is_empty() {
        let (key, value, after) = split_option(rest)?;
        rest = after;
        if seen.contains(&key) && key != "mark" {
            return Err(format!("the option `{key}` is given twice"));
        }
        seen.push(key);
        match key {
            "caption" => wanted.caption = Some(value.to_owned()),
            "anchor" => wanted.anchor = Some(value.to_owned()),
            "mark" => wanted.marks.push(value.to_owned()),
            "show" => wanted.parts = Some(parts(value)?),
            _ => return Err(format!("unknown option `{key}`{}", hint(key, &OPTIONS))),
        }
    }
    Ok(wanted)
}

fn parts(text: &str) -> Result<Parts, String> {
    let mut parts = Parts::default();
    for part in text.split(',').map(str::trim) {
        *match part {
            "typescript" => &mut parts.typescript,
            "rust" => &mut parts.rust,
            "output" => &mut parts.output,
            "diagnostic" => &mut parts.diagnostic,
            "message" => &mut parts.message,
            _ => return Err(format!("`show` knows no \"{part}\"{}", hint(part, &PARTS))),
        } = true;
    }
    Ok(parts)
}

fn hint(name: &str, known: &[&str]) -> String {
    let list = || format!("there are {}", known.join(", "));
    did_you_mean_or(name, known.iter().copied(), list)
}

/// Splits `key=value rest` or `key="a value" rest`.
fn split_option(text: &str) -> Result<(&str, &str, &str), String> {
    let word_end = text.find(char::is_whitespace).unwrap_or(text.len());
    let Some(equals) = text[..word_end].find('=') else {
        let word = &text[..word_end];
        return Err(format!(
            "`{word}` is no option; options are written key=value"
        ));
    };
    let (key, value) = (&text[..equals], &text[equals + 1..]);
    let (value, rest) = if let Some(quoted) = value.strip_prefix('"') {
        let close = quoted
            .find('"')
            .ok_or_else(|| format!("the value of `{key}` lacks its closing quotation mark"))?;
        (&quoted[..close], &quoted[close + 1..])
    } else {
        let end = value.find(char::is_whitespace).unwrap_or(value.len());
        (&value[..end], &value[end..])
    };
    if value.trim().is_empty() {
        return Err(format!("the option `{key}` has no value"));
    }
    Ok((key, value, rest.trim_start()))
}

#[cfg(test)]
mod tests;
