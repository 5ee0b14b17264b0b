//! The directives of the book, one module each. A module that is named here
//! takes part; what each must have is in `directive.rs`.

mod chart;
mod claim;
mod exercise;
mod exercises;
mod listing;
mod measured;
mod question;
