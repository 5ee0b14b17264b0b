//! A stand-in for `std`, for the explorer `every-schedule`.
//!
//! Everything is std's own, except what lets threads notice each other, print
//! or look at the clock: that asks a scheduler (`rt`) first. A program is built
//! against it unchanged, by a package whose manifest says
//! `std = { package = "every-schedule-std", .. }`.
//!
//! It covers what has a meaning in every schedule. What has none (files,
//! sockets, real input, an `Arc`'s counts) is refused by the explorer before a
//! program is built.

#![cfg(target_os = "linux")]
#![allow(missing_docs, unsafe_code)] // the documentation is std's; SAFETY is said where needed
#![allow(clippy::new_without_default, clippy::should_implement_trait)]

pub use ::std::*;

#[doc(hidden)]
pub mod describe;
pub mod io;
mod memory;
pub mod panic;
pub mod process;
#[doc(hidden)]
pub mod rt;
#[doc(hidden)]
pub mod shared;
pub mod sync;
mod sys;
pub mod thread;
pub mod time;

pub mod hint {
    pub use ::std::hint::*;
    /// A hint that the thread looks again and again.
    #[track_caller]
    pub fn spin_loop() {
        crate::thread::yield_now();
    }
}

// println! and friends come from the prelude, so that is where they are
// replaced; and where what the explorer renames is found.
pub mod prelude {
    pub mod v1 {
        pub use crate::sync::Ar_;
        pub use crate::{dbg, eprint, eprintln, print, println};
        pub use ::std::prelude::v1::*;
    }
    pub mod rust_2021 {
        pub use crate::sync::Ar_;
        pub use crate::{dbg, eprint, eprintln, print, println};
        pub use ::std::prelude::rust_2021::*;
    }
    pub mod rust_2024 {
        pub use crate::sync::Ar_;
        pub use crate::{dbg, eprint, eprintln, print, println};
        pub use ::std::prelude::rust_2024::*;
    }
}

// format_args!, not format!, so that a guard made in an argument lives until
// the line is printed.
#[macro_export]
macro_rules! print {
    ($($t:tt)*) => { $crate::io::print($crate::format_args!($($t)*), false) };
}
#[macro_export]
macro_rules! println {
    () => { $crate::io::print($crate::format_args!(""), true) };
    ($($t:tt)*) => { $crate::io::print($crate::format_args!($($t)*), true) };
}
#[macro_export]
macro_rules! eprint {
    ($($t:tt)*) => { $crate::io::eprint($crate::format_args!($($t)*), false) };
}
#[macro_export]
macro_rules! eprintln {
    () => { $crate::io::eprint($crate::format_args!(""), true) };
    ($($t:tt)*) => { $crate::io::eprint($crate::format_args!($($t)*), true) };
}
#[macro_export]
macro_rules! dbg {
    () => { $crate::eprintln!("[main.rs:{}:{}]", $crate::line!(), $crate::column!()) };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                $crate::eprintln!(
                    "[main.rs:{}:{}] {} = {:#?}",
                    $crate::line!(), $crate::column!(), $crate::stringify!($value), &value
                );
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => { ($($crate::dbg!($value)),+,) };
}
