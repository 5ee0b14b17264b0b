//! What the numbers were measured on and with.

use book_content::measurements::Machine;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// The crates that take part, as `Cargo.lock` names them.
const CRATES: [&str; 4] = ["crossbeam-channel", "crossbeam-utils", "rayon", "tokio"];

/// This machine.
pub fn machine() -> Machine {
    let printed = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        Some(text.trim().to_owned()).filter(|it| output.status.success() && !it.is_empty())
    };
    let after_colon = |file: &str, key: &str| {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cpu = after_colon("/proc/cpuinfo", "model name")
        .or_else(|| printed("sysctl", &["-n", "machdep.cpu.brand_string"]))
        .or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok())
        .unwrap_or_else(|| "a processor without a name".into());
    let memory = after_colon("/proc/meminfo", "MemTotal")
        .and_then(|it| it.trim_end_matches(" kB").parse::<u64>().ok())
        .map(|kibibytes| kibibytes * 1024)
        .or_else(|| printed("sysctl", &["-n", "hw.memsize"])?.parse().ok());
    let system = printed("uname", &["-s", "-r", "-m"])
        .unwrap_or_else(|| format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    Machine {
        cpu,
        logical_cpus: std::thread::available_parallelism().map_or(1, usize::from),
        memory,
        system,
    }
}

/// The versions of the compiler, of Node and of the crates that take part.
///
/// # Errors
///
/// `Cargo.lock` below `root` cannot be read.
pub fn versions(root: &Path, node: String) -> Result<BTreeMap<String, String>, String> {
    let file = root.join("Cargo.lock");
    let lock = fs::read_to_string(&file)
        .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let mut versions = BTreeMap::from([
        ("node".to_owned(), node),
        ("rustc".to_owned(), env!("RUSTC_VERSION").to_owned()),
    ]);
    for package in lock.split("[[package]]") {
        let field = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key))?;
            Some(line.trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version)) = (field("name = "), field("version = "))
            && CRATES.contains(&name.as_str())
        {
            versions.insert(name, version);
        }
    }
    Ok(versions)
}

/// Today in UTC, as `2026-11-23`.
pub fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    date(now.map_or(0, |it| it.as_secs() / 86_400))
}

/// The date so many days after 1970-01-01, by Howard Hinnant's
/// [`civil_from_days`](https://howardhinnant.github.io/date_algorithms.html).
fn date(days: u64) -> String {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(20_780), "2026-11-23");
    }
}
