use super::*;
use crate::report;

fn found(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join("src").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    report(circles(dir.path(), &dir.path().join("src")).unwrap())
}

#[test]
fn two_modules_that_need_each_other_are_named_with_their_imports() {
    let text = found(&[
        ("lib.rs", "mod a;\nmod b;\n"),
        (
            "a.rs",
            "//! A.\nuse std::fmt;\nuse crate::b::B;\n#[cfg(test)]\nmod tests {}\n",
        ),
        (
            "b.rs",
            "#[cfg(test)] mod tests { use crate::c; } use crate::{a::f, c};\n",
        ),
    ]);
    assert_eq!(
        text,
        "src/a.rs:3: `a` needs `b` here, and `b` needs `a`, itself or through others; move what \
         both need to a module of its own\n\
         src/b.rs:1: `b` needs `a` here, and `a` needs `b`, itself or through others; move what \
         both need to a module of its own"
    );
}

#[test]
fn a_circle_is_found_through_others_through_children_and_through_what_is_handed_on() {
    for (files, imports) in [
        // Through a third.
        (
            vec![
                ("a.rs", "use crate::b::{self, B};"),
                ("b.rs", "use crate::c;"),
                ("c.rs", "use crate::{a::A, b::B};"),
            ],
            vec!["src/b.rs:1: `b` needs `c`", "src/c.rs:1: `c` needs `b`"],
        ),
        // From a child, which is a file or not.
        (
            vec![
                ("a.rs", "mod x;"),
                ("a/x.rs", "use super::super::b::B;"),
                ("b.rs", "mod y { use crate::a::A; }"),
            ],
            vec!["src/a/x.rs:1: `a` needs `b`", "src/b.rs:1: `b` needs `a`"],
        ),
        // Between children of one module.
        (
            vec![
                ("a.rs", "mod x; mod y;"),
                ("a/x.rs", "use super::y::Y;"),
                ("a/y.rs", "type X = crate::a::x::X;"),
            ],
            vec!["src/a/x.rs:1: `a::x` needs `a::y`", "`a::y` needs `a::x`"],
        ),
        // By the name that the root hands on.
        (
            vec![
                ("lib.rs", "pub use b::inner::B;"),
                ("a.rs", "use crate::B;"),
                ("b.rs", "pub mod inner;"),
                ("b/inner.rs", "use crate::a::A;"),
            ],
            vec![
                "src/a.rs:1: `a` needs `b`",
                "src/b/inner.rs:1: `b` needs `a`",
            ],
        ),
    ] {
        let text = found(&files);
        for import in imports {
            assert!(text.contains(import), "{import} not in:\n{text}");
        }
    }
}

#[test]
fn what_leads_one_way_and_what_is_for_tests_is_no_circle() {
    let text = found(&[
        (
            "lib.rs",
            "pub mod a; mod b; mod c; mod d; pub use a::A; use b::B;",
        ),
        ("main.rs", "use x::a::A;"),
        // A module and its own child may know each other.
        ("a.rs", "mod x; use x::X; pub struct A; use std::{fmt, io};"),
        ("a/x.rs", "use super::A; use crate::a::A as B;"),
        (
            "b.rs",
            "use crate::A; #[cfg(test)] mod tests { use crate::c; } #[cfg(test)] use crate::c::C; fn f() {}",
        ),
        ("c.rs", "use crate::b::B;"),
        ("c/tests.rs", "use crate::d::D;"),
        ("d.rs", "use crate::c::C;"),
    ]);
    assert_eq!(text, "");
}

#[test]
fn a_file_that_no_module_names_is_seen() {
    let text = found(&[
        ("lib.rs", "mod a;"),
        ("a.rs", "pub mod b; #[cfg(test)] mod tests;"),
        ("a/b.rs", ""),
        ("a/c.rs", ""),
        ("a/tests.rs", ""),
        ("bin/tool.rs", "fn main() {}"),
        ("d.rs", ""),
    ]);
    assert_eq!(
        text,
        "src/d.rs: nothing compiles this file: add `mod d;` to src/lib.rs\n\
         src/a/c.rs: nothing compiles this file: add `mod c;` to src/a.rs"
    );
}

#[test]
fn a_file_says_what_it_is_for_and_ends() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.rs");
    for (text, wrong) in [
        ("//! This.\n".to_owned(), ""),
        ("use x;\n".to_owned(), "a.rs:1: says nowhere what it is for"),
        (
            format!("//! This.\n{}", "\n".repeat(600)),
            "a.rs:601: has 601 lines",
        ),
    ] {
        std::fs::write(&path, text).unwrap();
        let found = report(form(dir.path(), &path).unwrap());
        assert!(found.starts_with(wrong), "{found}");
        assert_eq!(found.is_empty(), wrong.is_empty(), "{found}");
    }
}

#[test]
fn the_list_of_modules_is_true() {
    let list = "//! A module may use those above it:\n//!\n//! | [`a`], `b` | x |\n//! | [`c`] | y |\n\
         mod a; mod b; mod c; mod d;\n";
    let files = |a: &'static str, c: &'static str| {
        found(&[("lib.rs", list), ("a.rs", a), ("b.rs", ""), ("c.rs", c)])
    };
    assert_eq!(files("", "use crate::a::A; use crate::b::B;"), "");
    assert_eq!(
        files("use crate::c::C;", ""),
        "src/a.rs:1: `a` needs `c` here, which stands below it in the list of modules \
         (src/lib.rs:3); turn the two around there, or here"
    );
    let text = found(&[("lib.rs", list), ("d.rs", "")]);
    assert_eq!(text, "src/lib.rs: the list of modules lacks `d`");
}
