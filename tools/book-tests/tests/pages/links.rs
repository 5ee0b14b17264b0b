//! Every link leads somewhere: those that authors wrote, so that a message
//! names their line, and those that readers get.

use super::*;

/// The Markdown that is read in the repository: READMEs, CONTRIBUTING.md and
/// what is in .github.
#[test]
fn every_link_of_the_repository_leads_somewhere() {
    let documents = markdown::documents().unwrap_or_else(|error| panic!("{error}"));
    assert!(documents.len() > 20, "{}", documents.len());
    none(documents.iter().flat_map(Page::wrong_links_in_repository));
}

#[test]
fn every_picture_of_a_style_sheet_is_there() {
    fn sheets(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sheets(&path, found);
            } else if path.extension().is_some_and(|it| it == "css") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    sheets(&built().dir, &mut found);
    assert!(found.len() > 5, "{found:?}");
    let mut problems = Vec::new();
    for sheet in found {
        for url in pages::urls_of(&std::fs::read_to_string(&sheet).unwrap()) {
            if !sheet.with_file_name(&url).exists() {
                let sheet = sheet.strip_prefix(&built().dir).unwrap_or(&sheet);
                problems.push(format!(
                    "{}: url({url}) is not there; mend the path in theme/css, or add the file",
                    slashed(sheet)
                ));
            }
        }
    }
    none(problems);
}

/// Links as the author wrote them, so that the message names the line.
#[test]
fn every_link_leads_somewhere() {
    let mut problems = Vec::new();
    for page in sources() {
        for link in page.links() {
            if let Err(message) = follow(page, &link.target) {
                problems.push(Problem::at_line(&page.file, link.line, message));
            }
        }
    }
    none(problems);
}

fn follow(page: &Page, target: &str) -> Result<(), String> {
    if let Some(rest) = target.strip_prefix("https://") {
        return installed_docs(rest);
    }
    if target.contains("://") || target.starts_with("mailto:") {
        return Err(format!("{target}: link to https pages only"));
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let own = page.name();
    let path = if path.is_empty() { &own } else { path };
    if page.name() == "SUMMARY.md" {
        return Ok(()); // mdBook itself refuses a chapter that is not there
    }
    let Some(stem) = path.strip_suffix(".md") else {
        // A picture, say: the built book has it beside the pages, or not.
        let file = page.file.parent().unwrap_or(Path::new("src")).join(path);
        return match root().join(&file).is_file() {
            true => Ok(()),
            false => Err(format!(
                "{target}: {} is not there; a page is named by its .md file",
                slashed(&file)
            )),
        };
    };
    let folder = page.file.parent().unwrap_or(Path::new("src"));
    let html = slashed(
        folder
            .strip_prefix("src")
            .unwrap_or(folder)
            .join(stem)
            .as_path(),
    ) + ".html";
    let Some(found) = built().html.get(&html) else {
        let names: Vec<String> = sources().iter().map(Page::name).collect();
        let near = did_you_mean(path, names.iter().map(String::as_str));
        return Err(format!("{target}: there is no page {path}{near}"));
    };
    if anchor.is_empty() || found.ids.contains(anchor) {
        return Ok(());
    }
    let near = did_you_mean(anchor, found.ids.iter().map(String::as_str));
    Err(format!("{target}: {path} has no anchor #{anchor}{near}"))
}

/// Rust's own documentation can be checked without a network where rustup has
/// installed it.
fn installed_docs(target: &str) -> Result<(), String> {
    static DOCS: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let output = Command::new("rustc")
            .args(["--print", "sysroot"])
            .output()
            .ok()?;
        let sysroot = String::from_utf8(output.stdout).ok()?;
        let docs = Path::new(sysroot.trim()).join("share/doc/rust/html");
        if docs.join("std/index.html").is_file() {
            return Some(docs);
        }
        println!("links to doc.rust-lang.org are not checked: rustup's rust-docs is not installed");
        None
    });
    let (Some(path), Some(docs)) = (target.strip_prefix("doc.rust-lang.org/"), DOCS.as_ref())
    else {
        return Ok(());
    };
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let known = [
        "std",
        "core",
        "alloc",
        "reference",
        "nomicon",
        "book",
        "error_codes",
        "cargo",
        "edition-guide",
        "rustc",
    ];
    if !known.iter().any(|it| path.starts_with(&format!("{it}/"))) {
        return Err(format!(
            "https://{target}: link to the stable documentation, such as /std/…"
        ));
    }
    let mut file = docs.join(path);
    if path.ends_with('/') {
        file.push("index.html");
    }
    let text = std::fs::read_to_string(&file)
        .map_err(|_| format!("https://{target}: Rust's documentation has no such page"))?;
    if anchor.is_empty() || HtmlPage::parse(&text).ids.contains(anchor) {
        return Ok(());
    }
    Err(format!(
        "https://{target}: the page has no anchor #{anchor}"
    ))
}

/// Links as the reader gets them, those that the tools wrote included.
#[test]
fn every_reference_in_the_html_leads_somewhere() {
    let built = built();
    let mut problems = Vec::new();
    for (name, page) in &built.html {
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        // 404.html is served for any address, so mdBook gives it a base.
        for reference in page.references.iter().filter(|_| name != "404.html") {
            let (path, anchor) = reference.split_once('#').unwrap_or((reference, ""));
            if path.contains(':') || path.starts_with("//") {
                continue;
            }
            let path = path.split('?').next().unwrap_or_default();
            let target = if path.is_empty() {
                name.clone()
            } else {
                slashed(&folder.join(path))
            };
            let is_there = built.dir.join(&target).exists();
            let anchor_is_there = built
                .html
                .get(&target)
                .is_none_or(|page| anchor.is_empty() || page.ids.contains(anchor));
            if !is_there || !anchor_is_there {
                problems.push((
                    name.as_str(),
                    format!("leads to {reference}, which is not there"),
                ));
            }
        }
    }
    none(pages::by_page(problems));
}

/// A reader's press on Run is the only thing that leaves the page, and the
/// graph of a figure the only thing that is loaded by a script.
#[test]
fn no_page_speaks_to_another_host() {
    let mut hinted = Vec::new();
    for name in built().html.keys() {
        let html = std::fs::read_to_string(built().dir.join(name)).unwrap();
        for hint in pages::hints(&html) {
            hinted.push((
                name.as_str(),
                format!("calls another host when it loads ({hint}); remove it from theme/"),
            ));
        }
    }
    let mut problems = pages::by_page(hinted);
    let may = [
        ("src/playground.js", "fetch("),
        ("src/schedules/player.js", "fetch("),
    ];
    let mut scripts = Vec::new();
    for dir in ["theme", "src", "src/schedules", "src/questions"] {
        let files = std::fs::read_dir(root().join(dir)).unwrap();
        scripts.extend(files.map(|it| slashed(&Path::new(dir).join(it.unwrap().file_name()))));
    }
    scripts.retain(|it| it.ends_with(".js"));
    assert!(scripts.len() > 5, "{scripts:?}");
    for file in scripts {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        for word in pages::speaks(&text) {
            if !may.contains(&(file.as_str(), word)) {
                problems.push(format!(
                    "{file}: holds `{word}`: a script of this book speaks to nobody unless a reader \
                     asked; remove it, or name it here with its reason"
                ));
            }
        }
    }
    none(problems);
}
