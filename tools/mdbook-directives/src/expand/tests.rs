use crate::testing::{Sample, chapter};

fn sample() -> Sample {
    let rust = "fn main() {}\n";
    Sample::of(chapter(&[
        ("examples/hi/main.rs", rust),
        ("examples/hi/main.rs.out", "#: exit 0\n#: stdout\nhi\n"),
    ]))
}

#[test]
fn directives_in_code_are_left_alone() {
    let text = "`{{#listing x}}`\n\n```text\n{{#include y}}\n```\n";
    assert_eq!(sample().expanded(text), text);
}
