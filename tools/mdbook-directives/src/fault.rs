//! What an author is told of a directive.

use book_content::Problem;

/// What is wrong with a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The directive itself.
    Here(String),
    /// Another file, for every directive alike that needs it.
    File(Problem),
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self::Here(message)
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        Self::Here(message.to_owned())
    }
}
