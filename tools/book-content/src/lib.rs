//! What lies in the book's folders, found by its place and nothing else:
//! listings with what they print, why they are refused and every schedule that
//! they have; questions about them; exercises; measurements.
//!
//! This crate finds, reads and checks, and says what is wrong with file and
//! line. It knows nothing of pages: neither HTML nor Markdown's rules nor
//! mdBook. The preprocessor and the tests use it, so that what is tested is what
//! is shown.
//!
//! A module may use those above it in this list, and no other:
//!
//! | module | what lies where |
//! |---|---|
//! | [`problem`] | what a contributor is told |
//! | [`files`] | reading folders and files |
//! | [`words`] | numbers and nouns in English |
//! | [`source`] | a program's text, and the excerpts that it marks |
//! | [`output`] | `main.rs.out`, `main.ts.out` |
//! | [`diagnostic`] | `main.rs.stderr` |
//! | [`schedules`] | `schedules.json` |
//! | [`listing`] | `listings/CHAPTER/examples/NAME`, `…/compile-fail/NAME` |
//! | [`question`] | `listings/CHAPTER/questions/NAME.toml` |
//! | [`exercise`] | `exercises/NAME` |
//! | [`measurements`] | `src/measured.json` |
//! | [`library`] | all of it |

pub mod diagnostic;
pub mod exercise;
pub mod files;
pub mod library;
pub mod listing;
pub mod measurements;
pub mod output;
pub mod problem;
pub mod question;
pub mod schedules;
pub mod source;
pub mod words;

pub use library::Library;
pub use problem::Problem;
