//! Writes a test for each page that `src/SUMMARY.md` names: what skeptic prints
//! is shown under the test that asked for it, so each needs one of its own.
//! What is on a page is read when its test runs, or all that the book is made
//! with would be compiled for this script once more.

use std::env;
use std::fs;
use std::path::Path;

fn main() {
    let summary = "../../src/SUMMARY.md";
    println!("cargo:rerun-if-changed={summary}");
    let target = env::var("TARGET").expect("cargo sets it for build scripts");
    println!("cargo:rustc-env=TARGET={target}");
    let text = fs::read_to_string(summary).unwrap_or_default();
    let links = text.split("](").skip(1);
    let pages = links.filter_map(|link| link.split_once(".md)").map(|(page, _)| page));
    let tests: String = pages
        .map(|page| {
            let name = page.replace(['-', '/'], "_");
            format!("#[test]\nfn {name}() {{\n    page({page:?});\n}}\n")
        })
        .collect();
    let out = env::var_os("OUT_DIR").expect("cargo sets it for build scripts");
    fs::write(Path::new(&out).join("pages.rs"), tests).expect("OUT_DIR can be written");
}
