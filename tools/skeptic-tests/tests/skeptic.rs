//! Every Rust block of the expanded pages, compiled and run by skeptic.
//!
//! A test is named after the page and the figure, or the page and the line of
//! a plain fence. Blocks that must not compile are ignored here: the target
//! `listings` compares what the compiler says of them.

include!(concat!(env!("OUT_DIR"), "/skeptic-tests.rs"));

/// Skeptic lets a block run for ever. The target `listings` finds a program
/// that hangs first and names it; this ends the run where that was left out.
#[test]
fn a_block_that_hangs_is_stopped() {
    const LIMIT: std::time::Duration = std::time::Duration::from_secs(600);
    std::thread::spawn(|| {
        std::thread::sleep(LIMIT);
        eprintln!(
            "a Rust block of a page still runs after {} s: it hangs. Find it with \
             `cargo test --test listings`, or among the plain fences",
            LIMIT.as_secs()
        );
        std::process::exit(101);
    });
}
