//! The compiler's recorded answer to a program that must not compile: the file
//! `main.rs.stderr`.

/// What the compiler says of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// All of it, as it is recorded.
    pub text: String,
}

impl Diagnostic {
    /// The lines that say what the errors are: `error[E0382]: …`, or
    /// `error: …` for an error without a code.
    pub fn error_lines(&self) -> Vec<&str> {
        self.text.lines().filter(|line| is_error(line)).collect()
    }

    /// The first error that the compiler reports: its line, and the number of
    /// the line of `main.rs` that it points at, counted from 1.
    pub fn first_error(&self) -> Option<(&str, Option<usize>)> {
        let mut lines = self.text.lines().skip_while(|line| !is_error(line));
        let first = lines.next()?;
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> main.rs:"));
        let number = place.and_then(|it| it.split(':').next()?.parse().ok());
        Some((first, number))
    }
}

fn is_error(line: &str) -> bool {
    line.starts_with("error[") || line.starts_with("error: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_has_its_line() {
        let text = "warning: x\n --> main.rs:9:1\nerror[E0382]: moved\n  |\n --> main.rs:4:7\nerror: more\n";
        let it = Diagnostic { text: text.into() };
        assert_eq!(it.error_lines(), ["error[E0382]: moved", "error: more"]);
        assert_eq!(it.first_error(), Some(("error[E0382]: moved", Some(4))));
        let none = Diagnostic {
            text: "warning: x\n".into(),
        };
        assert_eq!(none.first_error(), None);
    }
}
