//! The pinned Node, TypeScript compiler and linter of `listings/package.json`.

use crate::process::neutral_environment;
use crate::root;
use pinned_node::printed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders with TypeScript that is not for a browser, each with a
/// tsconfig.json and a biome.json.
pub const TYPESCRIPT: [&str; 2] = ["listings", "tools/measure/node"];

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
        let node = pinned_node::set_up(&root())?;
        let modules = root().join("listings/node_modules");
        Ok(Self { node, modules })
    }

    /// Type-checks every TypeScript file of one of the [`TYPESCRIPT`] folders.
    ///
    /// # Errors
    ///
    /// The compiler's own report, which names file, line and column.
    pub fn type_check(&self, folder: &str) -> Result<(), String> {
        let tsc = self.modules.join("typescript/bin/tsc");
        self.tool(
            folder,
            &tsc,
            &["--noEmit", "--pretty", "false"],
            "the TypeScript compiler",
        )
    }

    /// Lints every TypeScript file of one of the [`TYPESCRIPT`] folders and
    /// checks its format.
    ///
    /// # Errors
    ///
    /// The linter's own report, and how to apply its fixes.
    pub fn lint(&self, folder: &str) -> Result<(), String> {
        let biome = self.modules.join("@biomejs/biome/bin/biome");
        self.tool(folder, &biome, &["ci", "--colors=off"], "biome")
            .map_err(|report| {
                format!("{report}\nTo apply its fixes: npm run --prefix listings format")
            })
    }

    fn tool(
        &self,
        folder: &str,
        script: &Path,
        arguments: &[&str],
        name: &str,
    ) -> Result<(), String> {
        let mut command = Command::new(&self.node);
        command
            .arg(script)
            .args(arguments)
            .current_dir(root().join(folder));
        let output = neutral_environment(&mut command)
            .output()
            .map_err(|error| format!("{name} cannot be started: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        // The tools see paths below the folder; a contributor stands above it.
        let report = printed(&output);
        let lines: Vec<String> = report
            .lines()
            .map(|line| match line.split_once(".ts(") {
                Some(_) => format!("{folder}/{line}"),
                None => line.to_owned(),
            })
            .collect();
        Err(format!(
            "{name} finds fault in {folder}:\n{}",
            lines.join("\n")
        ))
    }
}
