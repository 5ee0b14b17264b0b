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

/// All that is wrong with a directive; nothing where that is reported already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(pub Vec<Fault>);

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl From<String> for Faults {
    fn from(message: String) -> Self {
        Fault::Here(message).into()
    }
}

impl From<&str> for Faults {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl From<Vec<String>> for Faults {
    fn from(messages: Vec<String>) -> Self {
        Self(messages.into_iter().map(Fault::Here).collect())
    }
}
