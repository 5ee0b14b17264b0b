//! Reading folders and files, the same on every system.

use crate::problem::Problem;
use std::path::{Path, PathBuf};

/// Reads a UTF-8 file with Unix line ends; the problem names the first line
/// that is not UTF-8.
pub fn read_text(root: &Path, file: &Path) -> Result<String, Problem> {
    let shown = file.strip_prefix(root).unwrap_or(file);
    let bytes = std::fs::read(file)
        .map_err(|error| Problem::in_file(shown, format!("cannot be read: {error}")))?;
    String::from_utf8(bytes)
        .map(|text| {
            // Some editors on Windows begin a file with this invisible mark.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            text.replace("\r\n", "\n")
        })
        .map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
            Problem::at_line(
                shown,
                line,
                "is not valid UTF-8 here; save the file as UTF-8",
            )
        })
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The folders in a folder, by name; none where it cannot be read. What begins
/// with a dot is left out.
pub fn folders(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|it| it.is_dir()).collect()
}

/// The files in a folder, likewise.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    entries(dir).into_iter().filter(|it| it.is_file()).collect()
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !file_name(path).starts_with('.'))
        .collect();
    entries.sort();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("page.md");
        std::fs::write(&file, "\u{feff}# T\r\n").unwrap();
        assert_eq!(read_text(dir.path(), &file).unwrap(), "# T\n");
    }

    #[test]
    fn invalid_utf8_is_reported_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("page.md");
        std::fs::write(&file, b"one\ntwo \xff\n").unwrap();
        let problem = read_text(dir.path(), &file).unwrap_err();
        assert_eq!(problem.line, Some(2));
        assert_eq!(problem.file, Path::new("page.md"));
    }
}
