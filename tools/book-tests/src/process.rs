//! Runs a program under a watchdog.
//!
//! By hand: `wait-timeout`, `process_control` and `subprocess` know a limit in
//! time, and a program that is to hang is told from a slow one by its silence
//! after what it has to print.

use book_content::output::Run;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a listing may take before it counts as hung. Far more than any
/// needs, so that a loaded machine fails nothing.
pub const LIMIT: Duration = Duration::from_secs(90);

/// How long a program that is meant to hang must stay silent and alive after
/// its last expected output. A program that truly hangs stays so for ever: on
/// a slow machine this can let a wrong one pass, but never fails a right one.
const GRACE: Duration = Duration::from_millis(500);

/// What a listing may print, far more than a page can show. One that prints
/// more is stopped: it would fill the memory, and the message.
const MOST: usize = 1 << 20;

/// The same for one that may hang, and may as well be slow: both are foreseen,
/// so a run that is taken for hung too early proves nothing.
const PATIENCE: Duration = Duration::from_secs(5);

const POLL: Duration = Duration::from_millis(5);

/// How a run under the watchdog went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It ended by itself.
    Ended(Run),
    /// It was stopped: it printed this, then neither ended nor printed more.
    Hung(Run),
}

/// What the watchdog waits for.
#[derive(Clone, Copy)]
pub enum Expect<'a> {
    /// The program ends within [`LIMIT`].
    End,
    /// The program never ends. The test tells when it has printed all that it
    /// will.
    Hang(&'a dyn Fn(&Run) -> bool),
    /// The program ends or hangs. The test tells whether it may hang having
    /// printed this.
    Either(&'a dyn Fn(&Run) -> bool),
}

/// Runs `command` with no input, captures what it prints and stops it when the
/// watchdog says so.
///
/// # Errors
///
/// When the program cannot be started or waited for.
pub fn watch(command: &mut Command, expect: Expect<'_>) -> std::io::Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdout = Stream::follow(child.stdout.take());
    let stderr = Stream::follow(child.stderr.take());
    let start = Instant::now();
    let mut last_change = (0, Instant::now());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Outcome::Ended(Run {
                // A signal leaves no code; -1 is never recorded by a sound run.
                exit: Some(status.code().unwrap_or(-1)),
                stdout: stdout.finish(),
                stderr: stderr.finish(),
            }));
        }
        let so_far = Run {
            exit: None,
            stdout: stdout.text(),
            stderr: stderr.text(),
        };
        let length = so_far.stdout.len() + so_far.stderr.len();
        if length != last_change.0 {
            last_change = (length, Instant::now());
        }
        let silent = last_change.1.elapsed();
        let hangs = match expect {
            Expect::End => false,
            Expect::Hang(done) => silent > GRACE && done(&so_far),
            Expect::Either(may_hang) => silent > PATIENCE && may_hang(&so_far),
        };
        let stop = hangs || start.elapsed() > LIMIT;
        if length > MOST {
            stop_child(&mut child)?;
            return Err(std::io::Error::other(format!(
                "it has printed {} KiB and goes on, so it was stopped; its output begins\n{}",
                MOST >> 10,
                (so_far.stdout + &so_far.stderr)
                    .chars()
                    .take(400)
                    .collect::<String>()
            )));
        }
        if stop {
            stop_child(&mut child)?;
            return Ok(Outcome::Hung(so_far));
        }
        thread::sleep(POLL);
    }
}

fn stop_child(child: &mut Child) -> std::io::Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// A pipe that is read as the program writes, so that it never fills.
struct Stream {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Stream {
    fn follow(pipe: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&bytes);
        let reader = thread::spawn(move || {
            let Some(mut pipe) = pipe else { return };
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut buffer) {
                let mut bytes = lock(&shared);
                if bytes.len() <= MOST {
                    bytes.extend_from_slice(&buffer[..read]);
                }
            }
        });
        Self { bytes, reader }
    }

    fn text(&self) -> String {
        let text = String::from_utf8_lossy(&lock(&self.bytes)).replace("\r\n", "\n");
        text.trim_end().to_owned()
    }

    fn finish(self) -> String {
        let Self { bytes, reader } = self;
        // A reader cannot panic; were it to, what it had read still counts.
        let _ = reader.join();
        let text = String::from_utf8_lossy(&lock(&bytes)).replace("\r\n", "\n");
        text.trim_end().to_owned()
    }
}

fn lock(bytes: &Mutex<Vec<u8>>) -> std::sync::MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(|error| error.into_inner())
}

/// Removes what would make a sample's output depend on who runs it.
pub fn neutral_environment(command: &mut Command) -> &mut Command {
    for name in [
        "RUST_BACKTRACE",
        "RUST_LIB_BACKTRACE",
        "RUST_LOG",
        "RUST_MIN_STACK",
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_TERM_COLOR",
        "RAYON_NUM_THREADS",
        "TOKIO_WORKER_THREADS",
        "NODE_OPTIONS",
        "NODE_DEBUG",
        "FORCE_COLOR",
    ] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn endless_printing_is_stopped_and_its_beginning_shown() {
        let mut command = Command::new("sh");
        command.args(["-c", "while :; do echo again and again; done"]);
        let error = watch(&mut command, Expect::End).unwrap_err().to_string();
        assert!(error.contains("printed 1024 KiB"), "{error}");
        assert!(
            error.contains("again and again") && error.len() < 1000,
            "{error}"
        );
    }
}
