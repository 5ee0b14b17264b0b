//! Makes a book of any number of chapters from what the real one has.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many listings a chapter has.
const LISTINGS: usize = 10;

/// What every book has, as it is.
const COMMON: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "book.toml",
    "theme",
    "tools",
    "listings/biome.json",
    "listings/lint",
    "listings/package.json",
    "listings/package-lock.json",
    "listings/run.ts",
    "listings/rustfmt.toml",
    "listings/tsconfig.json",
];

/// A listing of the real book: its chapter, `examples` or `compile-fail`, its name.
type Source = (String, String, String);

/// A book that grows.
pub struct Book {
    real: PathBuf,
    root: PathBuf,
    sources: Vec<Source>,
    /// Those that exercises ask to be ported, and show.
    to_port: Vec<Source>,
    pages: Vec<String>,
    exercises: Vec<String>,
    /// What the listings' crates depend on, together.
    dependencies: Vec<String>,
    chapters: usize,
    programs: usize,
    /// By error code, the listings that explain it.
    errors: Vec<(String, String)>,
}

impl Book {
    /// A book without chapters in the folder `root`, from the checkout `real`.
    pub fn begin(real: &Path, root: &Path) -> Result<Self> {
        if root.exists() {
            fs::remove_dir_all(root)?;
        }
        for name in ["listings/.oxlintrc.json"].iter().chain(&COMMON) {
            copy(&real.join(name), &root.join(name))?;
        }
        for name in [
            "Cargo.toml",
            "Cargo.lock",
            "README.md",
            "bacon.toml",
            "support",
        ] {
            let name = Path::new("exercises").join(name);
            copy(&real.join(&name), &root.join(&name))?;
        }
        let mut pages = Vec::new();
        for name in names(&real.join("src"))? {
            let crate_of_page = name
                .strip_suffix(".md")
                .map(|it| real.join("listings").join(it));
            if crate_of_page.is_some_and(|it| it.is_dir()) {
                pages.push(name);
            } else {
                copy(&real.join("src").join(&name), &root.join("src").join(&name))?;
            }
        }
        fs::remove_dir_all(root.join("src/schedules/graphs"))?;
        fs::create_dir_all(root.join("src/schedules/graphs"))?;
        // Or the linters would see that it lies in a folder that git ignores.
        fs::write(root.join(".gitignore"), "node_modules\n")?;
        let status = Command::new("git")
            .args(["init", "--quiet"])
            .current_dir(root)
            .status()
            .context("git cannot be started")?;
        anyhow::ensure!(status.success(), "git init fails");
        #[cfg(unix)]
        std::os::unix::fs::symlink(
            real.join("listings/node_modules"),
            root.join("listings/node_modules"),
        )?;
        let mut exercises = names(&real.join("exercises"))?;
        exercises.retain(|it| real.join("exercises").join(it).join("given").is_dir());
        let readmes = exercises.iter().map(|it| {
            Ok(fs::read_to_string(
                real.join("exercises").join(it).join("README.md"),
            )?)
        });
        let readmes = readmes.collect::<Result<String>>()?;
        let (mut sources, mut to_port, mut dependencies) = (Vec::new(), Vec::new(), Vec::new());
        for page in &pages {
            let chapter = page.trim_end_matches(".md");
            let folder = real.join("listings").join(chapter);
            let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
            let listed = manifest
                .split("[dev-dependencies]")
                .nth(1)
                .unwrap_or_default();
            dependencies.extend(
                listed
                    .lines()
                    .filter(|it| it.contains('='))
                    .map(str::to_owned),
            );
            for kind in ["examples", "compile-fail"] {
                for name in names(&folder.join(kind)).unwrap_or_default() {
                    // What an exercise asks to be ported, the exercise shows.
                    let is_to_port = readmes
                        .contains(&format!("listings/{chapter}/{kind}/{name}/"))
                        && !folder.join(kind).join(&name).join("main.rs").is_file();
                    let list = if is_to_port {
                        &mut to_port
                    } else {
                        &mut sources
                    };
                    list.push((chapter.to_owned(), kind.to_owned(), name));
                }
            }
        }
        dependencies.sort();
        dependencies.dedup();
        Ok(Self {
            real: real.to_owned(),
            root: root.to_owned(),
            sources,
            to_port,
            pages,
            exercises,
            dependencies,
            chapters: 0,
            programs: 0,
            errors: Vec::new(),
        })
    }

    /// Its root, the folder of `book.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many chapters it has.
    pub fn chapters(&self) -> usize {
        self.chapters
    }

    /// How many programs its listings have, in both languages.
    pub fn programs(&self) -> usize {
        self.programs
    }

    /// A Rust program of the last chapter that compiles, and its file.
    pub fn any_program(&self) -> Result<(String, PathBuf)> {
        let folder = self
            .root
            .join(format!("listings/chapter-{:02}/examples", self.chapters));
        let name = names(&folder)?
            .into_iter()
            .find(|it| folder.join(it).join("main.rs").is_file())
            .context("the last chapter has no Rust program")?;
        let file = folder.join(&name).join("main.rs");
        Ok((name, file))
    }

    /// Adds chapters until there are so many.
    pub fn grow_to(&mut self, chapters: usize) -> Result<()> {
        while self.chapters < chapters {
            self.chapters += 1;
            self.add_chapter()?;
        }
        let mut summary = String::from("# Summary\n\n");
        for number in 1..=self.chapters {
            writeln!(summary, "- [Chapter {number}](chapter-{number:02}.md)")?;
        }
        summary += "\n---\n\n[Error index](error-index.md)\n[Glossary](glossary.md)\n";
        fs::write(self.root.join("src/SUMMARY.md"), summary)?;
        self.errors.sort();
        let mut index = String::from("# Error index\n");
        let mut code = "";
        for (next, listing) in &self.errors {
            if next != code {
                code = next;
                writeln!(index, "\n## {code}")?;
            }
            writeln!(index, "\n{{{{#listing {listing} show=message}}}}")?;
        }
        fs::write(self.root.join("src/error-index.md"), index)?;
        // The lock files lack the new packages.
        for folder in [".", "exercises"] {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let status = Command::new(cargo)
                .args(["update", "--workspace", "--offline", "--quiet"])
                .current_dir(self.root.join(folder))
                .status()?;
            anyhow::ensure!(
                status.success(),
                "cargo update --workspace fails in {folder}"
            );
        }
        Ok(())
    }

    fn add_chapter(&mut self) -> Result<()> {
        let number = self.chapters;
        let chapter = format!("chapter-{number:02}");
        let folder = self.root.join("listings").join(&chapter);
        let mut manifest = format!(
            "[package]\nname = \"{chapter}\"\nversion.workspace = true\n\
             edition.workspace = true\nrust-version.workspace = true\n\
             license.workspace = true\npublish.workspace = true\nautolib = false\n\n\
             [dev-dependencies]\n"
        );
        for dependency in &self.dependencies {
            writeln!(manifest, "{dependency}")?;
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("Cargo.toml"), manifest)?;

        let page = &self.pages[number % self.pages.len()];
        let page = fs::read_to_string(self.real.join("src").join(page))?;
        // Of the real page, its prose: the directives are those of this chapter.
        let prose = page.lines().skip(1).filter(|it| !it.contains("{{#"));
        let mut text = format!("# Chapter {number}\n");
        for line in prose {
            writeln!(text, "{line}")?;
        }
        let all = self.sources.len();
        for at in (0..LISTINGS).map(|it| ((number - 1) * LISTINGS + it) % all) {
            let source = self.sources[at].clone();
            text += &self.add_listing(&source, &chapter)?;
        }
        text += &self.add_exercise(&chapter)?;
        fs::write(self.root.join("src").join(format!("{chapter}.md")), text)?;
        Ok(())
    }

    /// Copies a listing, its graph and its questions; the directives that show
    /// them.
    fn add_listing(&mut self, source: &Source, chapter: &str) -> Result<String> {
        let (from, kind, name) = source;
        let to = self.renamed(name);
        let folder = self
            .root
            .join("listings")
            .join(chapter)
            .join(kind)
            .join(&to);
        if folder.exists() {
            return Ok(String::new());
        }
        let real = self.real.join("listings").join(from);
        copy(&real.join(kind).join(name), &folder)?;
        self.programs += ["main.rs", "main.ts"]
            .iter()
            .filter(|it| folder.join(it).is_file())
            .count();
        let graph = |name: &str| format!("src/schedules/graphs/{name}.json");
        if self.real.join(graph(name)).is_file() {
            copy(&self.real.join(graph(name)), &self.root.join(graph(&to)))?;
        }
        let message = fs::read_to_string(folder.join("main.rs.stderr")).unwrap_or_default();
        if let Some((_, rest)) = message.split_once("error[") {
            let code = rest.split(']').next().unwrap_or_default().to_owned();
            self.errors.push((code, format!("{chapter}/{to}")));
        }
        let mut text = format!("\n{{{{#listing {chapter}/{to} caption=\"A copy\"}}}}\n");
        for question in names(&real.join("questions")).unwrap_or_default() {
            let asked = fs::read_to_string(real.join("questions").join(&question))?;
            let about = format!("about = \"{from}/{name}\"\n");
            if !asked.contains(&about) {
                continue;
            }
            let asked = asked
                .replace(&about, &format!("about = \"{chapter}/{to}\"\n"))
                .replace("show = true\n", "");
            let question = self.renamed(question.trim_end_matches(".toml"));
            let file = self.root.join("listings").join(chapter).join("questions");
            fs::create_dir_all(&file)?;
            fs::write(file.join(format!("{question}.toml")), asked)?;
            writeln!(text, "\n{{{{#question {chapter}/{question}}}}}")?;
        }
        Ok(text)
    }

    /// Copies an exercise, and the listing that it starts from, if any; the
    /// directive that shows both.
    fn add_exercise(&mut self, chapter: &str) -> Result<String> {
        let name = self.exercises[self.chapters % self.exercises.len()].clone();
        let to = self.renamed(&name);
        let readme = fs::read_to_string(self.real.join("exercises").join(&name).join("README.md"))?;
        let mut ported = Vec::new();
        for source in self.to_port.clone() {
            let (from, kind, listing) = &source;
            let path = format!("listings/{from}/{kind}/{listing}/");
            if readme.contains(&path) {
                self.add_listing(&source, chapter)?;
                let new = format!("listings/{chapter}/{kind}/{}/", self.renamed(listing));
                ported.push((path, new));
            }
        }
        let number = self.chapters;
        let mut replaced = vec![
            (name.clone(), to.clone()),
            (name.replace('-', "_"), to.replace('-', "_")),
        ];
        replaced.extend(ported);
        for page in &self.pages {
            replaced.push((format!("src/{page}"), format!("src/{chapter}.md")));
        }
        // Where it leads to another, which has other names here.
        for other in self.exercises.iter().filter(|it| **it != name) {
            replaced.push((
                format!("../{other}/README.md"),
                format!("../{to}/README.md"),
            ));
        }
        let folder = self.root.join("exercises").join(&to);
        copy(&self.real.join("exercises").join(&name), &folder)?;
        rewrite(&folder, &|text| {
            let mut text = text.to_owned();
            for (old, new) in &replaced {
                text = text.replace(old.as_str(), new);
            }
            let lines = text.split_inclusive('\n').map(|line| {
                if line.starts_with("*Chapter") {
                    format!("*Chapter: [Chapter {number}](../../src/{chapter}.md)*\n")
                } else {
                    line.to_owned()
                }
            });
            lines.collect()
        })?;
        for (file, line) in [
            ("README.md", format!("\n[{to}]({to}/README.md)\n")),
            (
                "bacon.toml",
                format!("\n[jobs.{to}]\ncommand = [\"cargo\"]\n"),
            ),
        ] {
            let file = self.root.join("exercises").join(file);
            let text = fs::read_to_string(&file)?;
            fs::write(&file, text + &line)?;
        }
        Ok(format!("\n## Exercise\n\n{{{{#exercise {to}}}}}\n"))
    }

    /// The name of a copy in the chapter that is being made.
    fn renamed(&self, name: &str) -> String {
        format!("{name}-{:02}", self.chapters)
    }
}

/// What a folder holds, sorted.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Copies a file or a folder, without what tools have put there.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for name in names(from)? {
            if !["node_modules", "target", "browser-tests"].contains(&name.as_str()) {
                copy(&from.join(&name), &to.join(&name))?;
            }
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| from.display().to_string())?;
    Ok(())
}

/// Changes the text of every file in a folder.
fn rewrite(folder: &Path, change: &dyn Fn(&str) -> String) -> Result<()> {
    for name in names(folder)? {
        let path = folder.join(name);
        if path.is_dir() {
            rewrite(&path, change)?;
        } else {
            fs::write(&path, change(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}
