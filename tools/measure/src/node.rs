//! The Node process that takes the samples of the contenders in TypeScript.

use crate::contender::Effort;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A Node that waits for requests, one a line, and answers each with a line.
pub struct Node {
    program: PathBuf,
    main: PathBuf,
    texts: PathBuf,
    effort: Effort,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// Starts the pinned Node with `tools/measure/node/main.ts` below `root`;
    /// `texts` is the folder of the texts whose words are counted.
    ///
    /// # Errors
    ///
    /// No Node, or one that does not start; the message says what to do.
    pub fn start(root: &Path, texts: &Path, effort: Effort) -> Result<Self, String> {
        let program = pinned_node::set_up(root)?;
        let main = stripped(&program, &root.join("tools/measure/node"), texts)?;
        let mut child = command(&program, &main, texts, effort)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
        let missing = "the pipes were asked for";
        let requests = child.stdin.take().expect(missing);
        let answers = BufReader::new(child.stdout.take().expect(missing));
        Ok(Self {
            program,
            main,
            texts: texts.to_owned(),
            effort,
            child,
            requests,
            answers,
        })
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// One sample of a function of `main.ts`.
    ///
    /// # Errors
    ///
    /// The function failed, or the process ended; what it said stands above,
    /// on standard error.
    pub fn sample(&mut self, function: &str, parameter: u64) -> Result<f64, String> {
        let request = serde_json::json!({ "function": function, "parameter": parameter });
        let mut line = String::new();
        let answered = writeln!(self.requests, "{request}")
            .and_then(|()| self.requests.flush())
            .and_then(|()| self.answers.read_line(&mut line));
        match answered {
            Ok(length) if length > 0 => serde_json::from_str(&line)
                .map_err(|error| format!("Node answers {line:?} for {function}: {error}")),
            _ => Err(format!(
                "Node ended while it ran `{function}` of tools/measure/node/main.ts; what it \
                 said stands above"
            )),
        }
    }

    /// The samples of a program that wants a Node of its own.
    ///
    /// # Errors
    ///
    /// As of [`Node::sample`].
    pub fn fresh(&self, program: &str) -> Result<BTreeMap<String, f64>, String> {
        let output = command(&self.program, &self.main, &self.texts, self.effort)
            .arg(program)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("Node cannot be started: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(format!(
                "`{program}` of tools/measure/node/main.ts failed ({}); what it said stands above",
                output.status
            ));
        }
        serde_json::from_str(&text)
            .map_err(|error| format!("`{program}` on Node printed {text:?}: {error}"))
    }

    /// The version of Node, such as `26.10.0`.
    ///
    /// # Errors
    ///
    /// Node does not say.
    pub fn version(&self) -> Result<String, String> {
        let output = Command::new(&self.program)
            .arg("--version")
            .output()
            .map_err(|error| format!("Node cannot be started: {error}"))?;
        let version = String::from_utf8_lossy(&output.stdout);
        Ok(version.trim().trim_start_matches('v').to_owned())
    }
}

/// Strips the types of all files of `folder` once, so that no Worker pays for
/// it: where the stripped `main.ts` lies, in `into`.
fn stripped(program: &Path, folder: &Path, into: &Path) -> Result<PathBuf, String> {
    let output = Command::new(program)
        .args([folder.join("strip.ts").as_path(), into])
        .env_remove("NODE_OPTIONS")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!(
            "tools/measure/node/strip.ts failed: {}",
            pinned_node::printed(&output)
        ));
    }
    Ok(into.join("main.mjs"))
}

fn command(program: &Path, main: &Path, texts: &Path, effort: Effort) -> Command {
    let mut command = Command::new(program);
    // Memory is measured after a collection, not at a random time before.
    command.arg("--expose-gc").arg(main);
    command.args([texts.as_os_str(), effort.word().as_ref()]);
    command.env_remove("NODE_OPTIONS");
    command
}

impl Drop for Node {
    fn drop(&mut self) {
        // It has nothing to lose, and may be in the middle of something.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
