//! The book of this repository can be finished. Its pages are built here
//! without the preprocessor, which is a cargo in a cargo: titles and first
//! paragraphs do not depend on listings. `.ci/run` finishes the whole book, and
//! draws its cards; here another picture stands in for each.

use finish_site::address::Address;
use finish_site::check::check;
use finish_site::{CARD_HEIGHT, CARD_WIDTH, CARDS, finish};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use std::fs::File;
use std::path::Path;

#[test]
fn every_page_of_the_book_has_a_description_and_asks_for_a_card() {
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
    let finished = finish(dir.path(), &address).unwrap_or_else(|problems| panic!("\n{problems}"));
    finished.write(dir.path()).unwrap();
    std::fs::create_dir(dir.path().join(CARDS)).unwrap();
    let pages = finished
        .files
        .keys()
        .filter_map(|it| it.strip_suffix(".html"));
    for page in pages.filter(|it| *it != "index") {
        let file = File::create(dir.path().join(format!("{CARDS}/{page}.png"))).unwrap();
        let mut encoder = png::Encoder::new(file, CARD_WIDTH, CARD_HEIGHT);
        encoder.set_depth(png::BitDepth::One);
        let rows: Vec<u8> = (0..CARD_WIDTH / 8 * CARD_HEIGHT)
            .map(|it| it as u8)
            .collect();
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&rows)
            .unwrap();
    }
    let checked = check(dir.path(), &address).unwrap_or_else(|problems| panic!("\n{problems}"));
    let chapters = std::fs::read_to_string(root.join("src/SUMMARY.md"))
        .unwrap()
        .matches(".md)")
        .count();
    assert_eq!(checked.pages, chapters);
}
