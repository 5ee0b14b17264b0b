//! Builds every Rust listing and finds its program.

use crate::root;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// Builds the examples of the workspace and returns their programs by name.
///
/// # Errors
///
/// Cargo's own report, where an example does not compile.
pub fn build() -> Result<BTreeMap<String, PathBuf>, String> {
    let output = Command::new(cargo())
        .args(["build", "--workspace", "--examples", "--locked", "--quiet"])
        .args(["--keep-going", "--message-format=json-render-diagnostics"])
        .current_dir(root())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let mut programs = BTreeMap::new();
    for message in json_lines(&stdout) {
        let kinds = message["target"]["kind"].as_array();
        let example = kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "example"));
        if let (true, Some(name), Some(program)) = (
            example,
            message["target"]["name"].as_str(),
            message["executable"].as_str(),
        ) {
            programs.insert(name.to_owned(), PathBuf::from(program));
        }
    }
    if output.status.success() {
        Ok(programs)
    } else {
        Err(format!(
            "a listing does not compile:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// The cargo that runs the tests.
pub fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from)
}

/// The JSON messages that cargo prints, a line each.
pub fn json_lines(text: &str) -> impl Iterator<Item = serde_json::Value> {
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
}
