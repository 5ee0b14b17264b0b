//! The pinned Node, TypeScript compiler and linter of `listings/package.json`.

use crate::process::neutral_environment;
use crate::root;
use passed::Key;
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

    /// What decides what the tools say of one of the [`TYPESCRIPT`] folders. All
    /// of them look up, as far as `listings/`.
    pub fn tools(&self, folder: &str) -> Key {
        Key::default()
            .program(&self.node)
            .file(&self.modules.join(".package-lock.json"))
            .folder(&root().join("listings"))
            .folder(&root().join(folder))
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
            })?;
        // biome has no rules that need types; these are typescript-eslint's,
        // on the compiler that checks the types.
        let oxlint = self.modules.join("oxlint/bin/oxlint");
        self.tool(folder, &oxlint, &["--format=unix"], "oxlint")
            .map_err(|report| {
                format!(
                    "{report}\nWhere a value is `any`, say what it is: \
                     (await once(worker, \"message\")) as [number], workerData as Bill"
                )
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
            // Below tools/ it would be looked for in vain.
            .env(
                "OXLINT_TSGOLINT_PATH",
                self.modules.join("oxlint-tsgolint/bin/tsgolint.js"),
            )
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
            .map(|line| match line.split_once(".ts") {
                Some((_, rest)) if rest.starts_with(['(', ':']) => format!("{folder}/{line}"),
                _ => line.to_owned(),
            })
            .collect();
        Err(format!(
            "{name} finds fault in {folder}:\n{}",
            lines.join("\n")
        ))
    }
}
