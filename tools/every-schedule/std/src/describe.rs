//! Values of common types, for the reader and for the hash of a state.

use crate::shared::mix_bytes;
use std::fmt::Debug;

/// What a value is.
pub struct Described {
    /// As `{:?}` shows it.
    pub text: String,
    /// Two values of one type with the same hash cannot be told apart.
    pub hash: u64,
}

/// Describes a value whose type has one of the names below.
///
/// Its name decides: on stable Rust nothing else tells a generic function what
/// `T` is. These names belong to types of the language and of std alone: a
/// program's own type has its crate's name before it.
pub fn describe<T: ?Sized>(value: &T) -> Option<Described> {
    let name = std::any::type_name::<T>();
    let at = (&raw const *value).cast::<()>();
    // SAFETY: `T` is the type that the name says, so `at` points to one.
    let text = unsafe { text(name, at) }?;
    let hash = mix_bytes(3, text.as_bytes());
    Some(Described {
        text: shorten(name, text),
        hash,
    })
}

/// What is shown leaves out the capacity, which is only hashed.
fn shorten(name: &str, text: String) -> String {
    if name.starts_with("alloc::") {
        text.split_once('\u{1}')
            .map_or(text.clone(), |(shown, _)| shown.to_owned())
    } else {
        text
    }
}

unsafe fn plain<T: Debug>(at: *const ()) -> String {
    // SAFETY: the caller's promise: `at` points to a `T`.
    format!("{:?}", unsafe { &*at.cast::<T>() })
}

macro_rules! table {
    ($name:ident, $at:ident, [$($t:ty = $n:literal),* $(,)?]) => {
        // SAFETY: in each arm the name is that of the type.
        unsafe {
            #[allow(unreachable_patterns)] // String stands in the table too
            match $name {
                "alloc::string::String" => {
                    let s = &*$at.cast::<String>();
                    Some(format!("{s:?}\u{1}{}", s.capacity()))
                }
                $($n => Some(plain::<$t>($at)),
                concat!("core::option::Option<", $n, ">") => Some(plain::<Option<$t>>($at)),
                concat!("alloc::vec::Vec<", $n, ">") => {
                    let v = &*$at.cast::<Vec<$t>>();
                    Some(format!("{v:?}\u{1}{}", v.capacity()))
                }
                concat!("alloc::collections::vec_deque::VecDeque<", $n, ">") => {
                    let v = &*$at.cast::<std::collections::VecDeque<$t>>();
                    Some(format!("{v:?}\u{1}{}", v.capacity()))
                }
                concat!("(i32, ", $n, ")") => Some(plain::<(i32, $t)>($at)),
                concat!("(u32, ", $n, ")") => Some(plain::<(u32, $t)>($at)),
                concat!("(usize, ", $n, ")") => Some(plain::<(usize, $t)>($at)),
                concat!("(u64, ", $n, ")") => Some(plain::<(u64, $t)>($at)),
                concat!("(bool, ", $n, ")") => Some(plain::<(bool, $t)>($at)),
                concat!("(&str, ", $n, ")") => Some(plain::<(&str, $t)>($at)),)*
                _ => None,
            }
        }
    };
}

unsafe fn text(name: &str, at: *const ()) -> Option<String> {
    table!(
        name,
        at,
        [
            () = "()",
            bool = "bool",
            char = "char",
            &str = "&str",
            i8 = "i8",
            i16 = "i16",
            i32 = "i32",
            i64 = "i64",
            i128 = "i128",
            isize = "isize",
            u8 = "u8",
            u16 = "u16",
            u32 = "u32",
            u64 = "u64",
            u128 = "u128",
            usize = "usize",
            f32 = "f32",
            f64 = "f64",
            String = "alloc::string::String",
        ]
    )
}
