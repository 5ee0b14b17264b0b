//! How much memory this process has, as Linux tells it.

/// The memory of a process, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// What lies in physical memory now.
    pub resident: u64,
    /// The most that ever did.
    pub peak: u64,
    /// The addresses that are taken, whether or not anything is behind them.
    pub reserved: u64,
}

impl Memory {
    /// Whether this system tells.
    pub fn is_known() -> bool {
        cfg!(target_os = "linux")
    }

    /// The memory of this process now.
    ///
    /// # Panics
    ///
    /// Where the system does not tell; see [`Memory::is_known`].
    pub fn of_this_process() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux has /proc");
        Self::parse(&status).expect("Linux counts memory")
    }

    /// Reads [proc_pid_status(5)](https://man7.org/linux/man-pages/man5/proc_pid_status.5.html).
    fn parse(status: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
            Some(kibibytes * 1024)
        };
        Some(Self {
            resident: field("VmRSS:")?,
            peak: field("VmHWM:")?,
            reserved: field("VmSize:")?,
        })
    }

    /// How much resident and reserved memory has come since `self` was taken,
    /// for each of `count` things.
    pub fn growth(self, count: usize) -> (f64, f64) {
        let now = Self::of_this_process();
        let share = |now: u64, before: u64| now.saturating_sub(before) as f64 / count as f64;
        (
            share(now.resident, self.resident),
            share(now.reserved, self.reserved),
        )
    }
}

/// The stacks that the kernel keeps for all threads of all processes, in bytes,
/// by [proc_meminfo(5)](https://man7.org/linux/man-pages/man5/proc_meminfo.5.html).
///
/// # Panics
///
/// Where the system does not tell; see [`Memory::is_known`].
pub fn kernel_stacks() -> u64 {
    let info = std::fs::read_to_string("/proc/meminfo").expect("Linux has /proc");
    let line = info
        .lines()
        .find_map(|line| line.strip_prefix("KernelStack:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes = kibibytes.and_then(|it| it.parse::<u64>().ok());
    kibibytes.expect("Linux counts stacks") * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_linux_writes() {
        let status =
            "Name:\tmeasure\nVmSize:\t    5000 kB\nVmHWM:\t     900 kB\nVmRSS:\t     800 kB\n";
        let memory = Memory::parse(status).unwrap();
        assert_eq!(memory.resident, 800 * 1024);
        assert_eq!(memory.peak, 900 * 1024);
        assert_eq!(memory.reserved, 5000 * 1024);
        assert_eq!(Memory::parse("Name:\tmeasure\n"), None);
    }
}
