//! Explores all the files it is given, built in one go, and prints a line for
//! each: `cargo run -p every-schedule --example many -- FILE.rs...`

use every_schedule::{Program, explore_all};

fn main() -> std::io::Result<()> {
    let programs = std::env::args()
        .skip(1)
        .map(Program::read)
        .collect::<Result<Vec<_>, _>>()?;
    for (program, answer) in programs.iter().zip(explore_all(&programs)) {
        match answer {
            Ok(answer) => {
                let first = answer.report(false);
                println!(
                    "{}: {}",
                    program.name,
                    first.lines().next().unwrap_or_default()
                );
                if let Some(limit) = answer.limit {
                    println!("    partial: {limit}");
                }
            }
            Err(refusal) => println!("{}: refused, {refusal}", program.name),
        }
    }
    Ok(())
}
