//! The tools can be read: no two modules need each other, and no file is too
//! long or silent about its purpose.

use book_content::files::folders;
use book_content::problem::Problem;
use book_tests::{report, rooms, root};
use std::path::PathBuf;

/// The packages whose rooms are kept. `every-schedule` is being rebuilt.
fn packages() -> Vec<PathBuf> {
    let mut packages = folders(&root().join("tools"));
    packages.retain(|it| it.join("Cargo.toml").is_file() && !it.ends_with("every-schedule"));
    packages
}

fn none(found: impl IntoIterator<Item = Result<Vec<Problem>, Problem>>) {
    let problems = found
        .into_iter()
        .flat_map(|it| it.unwrap_or_else(|it| vec![it]));
    let report = report(problems);
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn no_two_modules_need_each_other() {
    assert!(packages().len() > 6, "{:?}", packages());
    none(
        packages()
            .iter()
            .map(|it| rooms::circles(&root(), &it.join("src"))),
    );
}

#[test]
fn every_file_says_what_it_is_for_and_is_of_a_size_one_reads() {
    let folders = packages()
        .into_iter()
        .flat_map(|it| ["src", "tests"].map(|folder| it.join(folder)));
    let files: Vec<PathBuf> = folders.flat_map(|it| rooms::rust_files(&it)).collect();
    assert!(files.len() > 50, "{files:?}");
    none(files.iter().map(|it| rooms::form(&root(), it)));
}
