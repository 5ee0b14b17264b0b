//! The book of this repository can be finished. Its pages are built here
//! without the preprocessor, which is a cargo in a cargo: titles and first
//! paragraphs do not depend on listings. `.ci/run` finishes the whole book.

use finish_site::address::Address;
use finish_site::check::check;
use finish_site::finish;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::path::Path;

#[test]
fn every_page_of_the_book_has_a_description_and_a_card() {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let root = Path::new(&here).ancestors().nth(2).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut config = Config::from_disk(root.join("book.toml")).unwrap();
    let nowhere: [String; 0] = [];
    config
        .set("preprocessor.directives.renderers", nowhere)
        .unwrap();
    config.build.build_dir = dir.path().to_owned();
    MDBook::load_with_config(root, config)
        .unwrap()
        .build()
        .unwrap();
    let address = Address::parse("https://owner.github.io/name/").unwrap();
    finish(dir.path(), &address)
        .unwrap_or_else(|problems| panic!("\n{problems}"))
        .write(dir.path())
        .unwrap();
    let checked = check(dir.path(), &address).unwrap_or_else(|problems| panic!("\n{problems}"));
    let chapters = std::fs::read_to_string(root.join("src/SUMMARY.md"))
        .unwrap()
        .matches(".md)")
        .count();
    assert_eq!(checked.pages, chapters);
    let average = checked.card_bytes / checked.pages as u64;
    assert!(average < 60_000, "a card has {average} bytes on average");
}
