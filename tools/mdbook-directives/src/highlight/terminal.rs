//! What a terminal shows: shell sessions and the compiler's messages. Both are
//! read line by line, in the few forms that this book prints.

use super::Piece;
use regex::Regex;
use std::sync::LazyLock;

fn piece<'a>(class: impl Into<Option<&'static str>>, text: &'a str) -> Piece<'a> {
    let class = class.into();
    Piece { class, text }
}

/// A session: prompts and commands apart from what they print. A line that
/// ends with a backslash goes on in the next.
pub fn session(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut continues = false;
    for line in text.split_inclusive('\n') {
        let prompt = ["$ ", "> ", "# "]
            .into_iter()
            .find(|it| line.starts_with(it));
        match prompt {
            _ if continues => words(line, false, &mut pieces),
            Some(prompt) => {
                pieces.push(piece("prompt", &line[..prompt.len()]));
                words(&line[prompt.len()..], true, &mut pieces);
            }
            None => pieces.push(piece("out", line)),
        }
        continues = (continues || prompt.is_some()) && line.trim_end().ends_with('\\');
    }
    pieces
}

/// A shell script.
pub fn script(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut starts = true;
    for line in text.split_inclusive('\n') {
        words(line, starts, &mut pieces);
        starts = !line.trim_end().ends_with('\\');
    }
    pieces
}

/// The words of a command: strings, variables, comments, and the programs that
/// it starts. `starts` says whether the first word is one.
fn words<'a>(line: &'a str, mut starts: bool, pieces: &mut Vec<Piece<'a>>) {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?x)
            (?<com> (?:^|\s)\#.*)
            | (?<str> "(?:[^"\\]|\\.)*"? | '[^']*'?)
            | (?<num> \$\{[^}]*\} | \$[\w:]+)
            | (?<joint> && | \|\|? | ;)
            | [^\s"';|&]+"#,
        )
        .expect("a constant pattern")
    });
    let mut copied = 0;
    for found in WORD.captures_iter(line) {
        let all = found.get(0).expect("the whole match");
        let kind = ["com", "str", "num", "joint"]
            .into_iter()
            .find(|kind| found.name(kind).is_some());
        let class = match kind {
            Some("joint") => {
                starts = true;
                None
            }
            Some(kind) => Some(kind),
            // NAME=value stands before the program.
            None if starts && all.as_str().contains('=') => None,
            None if starts => {
                starts = false;
                Some("fn")
            }
            None => None,
        };
        pieces.push(piece(None, &line[copied..all.start()]));
        pieces.push(piece(class, all.as_str()));
        copied = all.end();
    }
    pieces.push(piece(None, &line[copied..]));
}

/// What rustc says, in its own colors: the level of a message, the gutter with
/// its line numbers, and each underline with its label.
pub fn diagnostic(text: &str) -> Vec<Piece<'_>> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(error|warning|note|help)(?:\[\w+\])?").expect("a constant pattern")
    });
    static FACT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^( *=)( )(note|help|warning)\b").expect("a constant pattern")
    });
    static GUTTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?: *(?:-->|:::)| *\d* *\||\d+ +[-+~](?: |$)|\.\.\.$)")
            .expect("a constant pattern")
    });
    let mut pieces = Vec::new();
    let mut level = "err";
    let mut above = Vec::new();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.split_at(line.trim_end_matches('\n').len());
        if let Some(head) = HEAD.captures(line) {
            level = class_of(&head[1]);
            pieces.push(piece(level, &line[..head[0].len()]));
            pieces.push(piece(None, &line[head[0].len()..]));
            above.clear();
        } else if let Some(fact) = FACT.captures(line) {
            let (mark, word) = (fact[1].len(), fact[0].len());
            pieces.push(piece("gutter", &line[..mark]));
            pieces.push(piece(None, &line[mark..=mark]));
            pieces.push(piece(class_of(&fact[3]), &line[mark + 1..word]));
            pieces.push(piece(None, &line[word..]));
        } else if let Some(gutter) = GUTTER.find(line) {
            let (gutter, rest) = line.split_at(gutter.end());
            let numbered = gutter.contains(|c: char| c.is_ascii_digit());
            match gutter.trim_end().chars().last() {
                // A line that the compiler proposes to add, change or remove.
                Some(mark @ ('+' | '~' | '-')) => {
                    let at = gutter.trim_end().len() - 1;
                    pieces.push(piece("gutter", &gutter[..at]));
                    let class = if mark == '-' { "err" } else { "note" };
                    pieces.push(piece(class, &gutter[at..]));
                    pieces.push(piece(None, rest));
                }
                Some('|') if !numbered => {
                    pieces.push(piece("gutter", gutter));
                    underlines(rest, level, &mut above, &mut pieces);
                }
                _ => {
                    // The bar of a span of several lines is drawn before the code.
                    let bar = if rest.starts_with(" | ") || rest.starts_with(" / ") {
                        2
                    } else {
                        0
                    };
                    pieces.push(piece("gutter", gutter));
                    pieces.push(piece("gutter", &rest[..bar]));
                    pieces.push(piece(None, &rest[bar..]));
                    above.clear();
                }
            }
        } else {
            pieces.push(piece(None, line));
        }
        pieces.push(piece(None, end));
    }
    pieces
}

fn class_of(level: &str) -> &'static str {
    match level {
        "warning" => "warn",
        "note" => "note",
        "help" => "help",
        _ => "err",
    }
}

/// A line of underlines and labels: `^` has the color of the message, `-` that
/// of the gutter, `+` is what the compiler would add; a label looks like the
/// underline before it or, on the lines below, above it. `above` keeps the
/// class of each column.
fn underlines<'a>(
    line: &'a str,
    level: &'static str,
    above: &mut Vec<Option<&'static str>>,
    pieces: &mut Vec<Piece<'a>>,
) {
    let marks = |c: char| match c {
        '^' => Some(level),
        '-' => Some("gutter"),
        '+' | '~' => Some("note"),
        _ => None,
    };
    // Where the label begins: in the line of an underline, at the space after.
    let letter = line
        .find(|c: char| !" ^-+~|_/".contains(c))
        .unwrap_or(line.len());
    let drawn = match line[..letter].contains(['^', '-', '+', '~']) {
        true => line[..letter].trim_end().len(),
        false => letter,
    };
    let mut classes: Vec<Option<&'static str>> = line[..drawn].chars().map(marks).collect();
    let underlined = classes.iter().any(Option::is_some);
    for (column, c) in line[..drawn].char_indices() {
        if "|/".contains(c) {
            let inherited = above.get(column).copied().flatten();
            classes[column] = inherited.or(Some("gutter"));
        }
    }
    for (column, c) in line[..drawn].char_indices() {
        if c == '_' {
            let ends = line[column..drawn].trim_start_matches('_').chars().next();
            classes[column] = ends.and_then(marks).or(Some("gutter"));
        }
    }
    let mut start = 0;
    for column in 1..=drawn {
        if column == drawn || classes[column] != classes[start] {
            pieces.push(piece(classes[start], &line[start..column]));
            start = column;
        }
    }
    let label = if underlined {
        classes.iter().rev().find_map(|class| *class)
    } else {
        above.get(drawn).copied().flatten()
    };
    pieces.push(piece(label.or(Some("gutter")), &line[drawn..]));
    if underlined {
        // Where `---^^^` are two spans that begin together, the label of the
        // message comes before that of the other.
        for (end, _) in line[..drawn].match_indices("-^") {
            let start = line[..end].rfind(|c| c != '-').map_or(0, |at| at + 1);
            classes[start] = Some(level);
        }
        *above = classes;
    } else if let Some(used) = above.get_mut(drawn) {
        *used = Some("gutter");
    }
}
