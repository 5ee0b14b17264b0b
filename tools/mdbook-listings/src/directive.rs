//! `{{#listing chapter/name caption="…" anchor=name show=rust,output mark="…"}}`.

use crate::problem::did_you_mean;

/// The panes that `show` can name.
const PANES: [&str; 5] = ["typescript", "rust", "output", "diagnostic", "message"];
const OPTIONS: [&str; 4] = ["caption", "anchor", "show", "mark"];

/// A parsed directive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directive {
    /// `chapter/name` of the listing.
    pub id: String,
    /// The caption, in which back quotes mark code.
    pub caption: Option<String>,
    /// The excerpt to show; none for the whole listing.
    pub anchor: Option<String>,
    /// What to show; none for all there is.
    pub show: Option<Show>,
    /// Code to stress: each line that contains one of these. The only option
    /// that can be given several times.
    pub marks: Vec<String>,
}

/// Which parts of a listing a directive asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Show {
    /// The TypeScript sources.
    pub typescript: bool,
    /// The Rust source.
    pub rust: bool,
    /// What the shown programs print.
    pub output: bool,
    /// The compiler's whole answer.
    pub diagnostic: bool,
    /// Only the line of the diagnostic that names the error.
    pub message: bool,
}

impl Directive {
    /// Parses what stands between `{{#listing` and `}}`.
    ///
    /// # Errors
    ///
    /// A message that says what is wrong, for a missing or malformed name, an
    /// unknown or repeated option, or one without its value.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text.trim();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let id = &rest[..end];
        rest = rest[end..].trim_start();
        if id.split('/').count() != 2 || id.contains('=') || id.split('/').any(str::is_empty) {
            return Err(format!(
                "a listing is named `chapter/name`, as in \
                 {{{{#listing threads/spawn-and-join}}}}; found \"{id}\""
            ));
        }
        let mut directive = Self {
            id: id.to_owned(),
            ..Self::default()
        };
        let mut seen: Vec<&str> = Vec::new();
        while !rest.is_empty() {
            let (key, value, after) = split_option(rest)?;
            rest = after;
            if seen.contains(&key) && key != "mark" {
                return Err(format!("the option `{key}` is given twice"));
            }
            seen.push(key);
            match key {
                "caption" => directive.caption = Some(value.to_owned()),
                "anchor" => directive.anchor = Some(value.to_owned()),
                "mark" => directive.marks.push(value.to_owned()),
                "show" => directive.show = Some(Show::parse(value)?),
                _ => {
                    return Err(format!("unknown option `{key}`{}", hint(key, &OPTIONS)));
                }
            }
        }
        Ok(directive)
    }
}

impl Show {
    fn parse(text: &str) -> Result<Self, String> {
        let mut show = Self::default();
        for pane in text.split(',').map(str::trim) {
            *match pane {
                "typescript" => &mut show.typescript,
                "rust" => &mut show.rust,
                "output" => &mut show.output,
                "diagnostic" => &mut show.diagnostic,
                "message" => &mut show.message,
                _ => return Err(format!("`show` knows no \"{pane}\"{}", hint(pane, &PANES))),
            } = true;
        }
        Ok(show)
    }
}

fn hint(name: &str, known: &[&str]) -> String {
    let near = did_you_mean(name, known.iter().copied());
    if near.is_empty() {
        format!("; there are {}", known.join(", "))
    } else {
        near
    }
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
mod tests {
    use super::*;

    #[test]
    fn reads_a_name_and_options() {
        let directive =
            Directive::parse(" threads/spawn caption=\"Two `println!`s\" show=rust,output ")
                .unwrap();
        assert_eq!(directive.id, "threads/spawn");
        assert_eq!(directive.caption.as_deref(), Some("Two `println!`s"));
        let show = directive.show.unwrap();
        assert!(show.rust && show.output && !show.typescript);
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("", "found \"\""),
            ("spawn", "found \"spawn\""),
            (
                "a/b captoin=x",
                "unknown option `captoin`; did you mean \"caption\"?",
            ),
            (
                "a/b zzz=x",
                "unknown option `zzz`; there are caption, anchor, show, mark",
            ),
            ("a/b caption", "`caption` is no option"),
            ("a/b caption=\"x", "closing quotation mark"),
            ("a/b caption=", "has no value"),
            ("a/b anchor=x anchor=y", "given twice"),
            ("a/b show=rst", "did you mean \"rust\"?"),
        ] {
            let error = Directive::parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
