//! What stands on a page where a directive was: the drawings and boxes that
//! several directives share. Their mark-up is in `templates/`.

pub mod chart;
pub mod links;
pub mod listing;
pub mod schedules;
pub mod words;
