//! Which part of the processors' time went elsewhere: to other programs, and
//! to the host of a virtual machine. On Linux; no other system is asked.
//!
//! What the processors did in a while is either idling, or work of the run, or
//! work of somebody else. Linux counts the first, and the second for each
//! process; the third is what remains. (Linux counts the third as well, but
//! mostly by looking now and then what runs, and so misses whatever sleeps at
//! those moments. It measures how long a processor idles, and how long a
//! process runs.)

use book_content::measurements::Elsewhere;
use std::time::{Duration, Instant};

/// Counters move in hundredths of a second: only a while is told well.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// Watches where the time of the processors goes, in stretches of some seconds.
pub struct Watch {
    processes: Vec<u32>,
    start: Option<Counters>,
    known: bool,
    found: Elsewhere,
}

impl Watch {
    /// Begins. All children of this process must have been waited for whenever
    /// a stretch begins or ends, except `processes`, which live all along: the
    /// system counts a child with its parent once it has been waited for.
    pub fn start(processes: Vec<u32>) -> Self {
        let start = Counters::now(&processes);
        Self {
            known: start.is_some(),
            processes,
            start,
            found: Elsewhere::default(),
        }
    }

    /// Ends a stretch and begins the next one, if this one has lasted.
    pub fn mark(&mut self) {
        let has_lasted = |it: &Counters| it.at.elapsed() >= LONG_ENOUGH;
        if !self.known || !self.start.as_ref().is_some_and(has_lasted) {
            return;
        }
        let end = Counters::now(&self.processes);
        let share = match (&self.start, &end) {
            (Some(start), Some(end)) => Share::between(start, end),
            _ => None,
        };
        match share {
            Some(share) => {
                self.found.programs.push(share.programs);
                self.found.host.push(share.host);
            }
            None => self.known = false,
        }
        self.start = end;
    }

    /// What it has seen so far; nothing if the system did not tell, or if it
    /// was too short.
    pub fn found(self) -> Option<Elsewhere> {
        (self.known && !self.found.programs.is_empty()).then_some(self.found)
    }
}

/// What the processors have done since they started, in seconds.
#[derive(Debug, Clone)]
struct Counters {
    at: Instant,
    /// What the run may use of the processors.
    processors: usize,
    /// With nothing to do, or waiting for a disk.
    idle: f64,
    /// Not there, because the host of the virtual machine had other things to do.
    stolen: f64,
    /// All that was counted: about as many seconds as have passed.
    counted: f64,
    /// Working for the run.
    own: f64,
}

/// The shares of all processors' time that went elsewhere in a stretch.
#[derive(Debug, PartialEq)]
struct Share {
    programs: f64,
    host: f64,
}

impl Share {
    /// None if what was counted cannot be: in some sandboxes all counters
    /// stand still, and processors may come and go.
    fn between(start: &Counters, end: &Counters) -> Option<Self> {
        let seconds = end.at.duration_since(start.at).as_secs_f64();
        let all = seconds * end.processors as f64;
        let counted = end.counted - start.counted;
        if end.processors != start.processors || counted < all / 2.0 || counted > all * 2.0 {
            return None;
        }
        let host = (end.stolen - start.stolen).max(0.0);
        let idle = end.idle - start.idle;
        let own = end.own - start.own;
        let programs = (all - idle - own - host).max(0.0);
        // Four digits: a hundredth of a second in a stretch.
        let share = |time: f64| ((time / all).min(1.0) * 10_000.0).round() / 10_000.0;
        Some(Self {
            programs: share(programs),
            host: share(host),
        })
    }
}

impl Counters {
    /// What Linux counts for this process, and for `processes`, its children.
    #[cfg(target_os = "linux")]
    fn now(processes: &[u32]) -> Option<Self> {
        let read = |file: &str| std::fs::read_to_string(format!("/proc/{file}")).ok();
        let a_second = rustix::param::clock_ticks_per_second() as f64;
        let allowed = allowed(&read("self/status")?)?;
        let mut own = ticks_of(&read("self/stat")?)?;
        for process in processes {
            own += ticks_of(&read(&format!("{process}/stat"))?)?;
        }
        let at = Instant::now();
        let ticks = Ticks::parse(&read("stat")?, &allowed)?;
        Some(Self {
            at,
            processors: allowed.len(),
            idle: ticks.idle as f64 / a_second,
            stolen: ticks.stolen as f64 / a_second,
            counted: ticks.counted as f64 / a_second,
            own: own as f64 / a_second,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn now(_: &[u32]) -> Option<Self> {
        None
    }
}

/// What some processors have done, in the ticks of [`Counters::now`].
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
#[derive(Debug, Default, PartialEq, Eq)]
struct Ticks {
    idle: u64,
    stolen: u64,
    counted: u64,
}

#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
impl Ticks {
    /// Reads the lines of the `allowed` processors in
    /// [proc_stat(5)](https://man7.org/linux/man-pages/man5/proc_stat.5.html);
    /// none if one is missing.
    fn parse(stat: &str, allowed: &[usize]) -> Option<Self> {
        let mut sum = Self::default();
        for processor in allowed {
            let name = format!("cpu{processor} ");
            let line = stat.lines().find_map(|line| line.strip_prefix(&name))?;
            // user nice system idle iowait irq softirq steal; what follows,
            // the guests, is within user and nice.
            let numbers = line.split_whitespace().take(8).map(str::parse);
            let numbers: Vec<u64> = numbers.collect::<Result<_, _>>().ok()?;
            let [_, _, _, idle, waiting, _, _, stolen] = numbers[..] else {
                return None;
            };
            sum.idle += idle + waiting;
            sum.stolen += stolen;
            sum.counted += numbers.iter().sum::<u64>();
        }
        Some(sum)
    }
}

/// The processors that a process may use, from
/// [proc_pid_status(5)](https://man7.org/linux/man-pages/man5/proc_pid_status.5.html).
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn allowed(status: &str) -> Option<Vec<usize>> {
    let name = "Cpus_allowed_list:";
    let list = status.lines().find_map(|line| line.strip_prefix(name))?;
    let mut allowed = Vec::new();
    for range in list.trim().split(',') {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        allowed.extend(first.parse::<usize>().ok()?..=last.parse().ok()?);
    }
    Some(allowed)
}

/// How long a process and those of its children that it has waited for have
/// run, from [proc_pid_stat(5)](https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn ticks_of(stat: &str) -> Option<u64> {
    // The name in parentheses may contain anything.
    let fields = stat.get(stat.rfind(')')? + 1..)?.split_whitespace();
    // utime stime cutime cstime; the first one after the name is the third.
    let times: Vec<u64> = fields
        .skip(14 - 3)
        .take(4)
        .map_while(|it| it.parse().ok())
        .collect();
    (times.len() == 4).then(|| times.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made-up counters of two processors, so many seconds after a start.
    fn counters(start: Instant, seconds: u64, idle: f64, stolen: f64, own: f64) -> Counters {
        Counters {
            at: start + Duration::from_secs(seconds),
            processors: 2,
            idle,
            stolen,
            counted: 2.0 * seconds as f64,
            own,
        }
    }

    /// The share in ten seconds of two processors.
    fn share(idle: f64, stolen: f64, own: f64) -> Share {
        let start = Instant::now();
        let zero = counters(start, 0, 0.0, 0.0, 0.0);
        Share::between(&zero, &counters(start, 10, idle, stolen, own)).unwrap()
    }

    #[test]
    fn what_is_neither_idle_nor_ours_went_elsewhere() {
        for (idle, stolen, own, programs, host) in [
            (15.0, 0.0, 5.0, 0.0, 0.0),  // nobody else
            (0.0, 0.0, 10.0, 0.5, 0.0),  // two busy loops beside two busy threads
            (7.0, 0.0, 10.0, 0.15, 0.0), // one loop at 30 %
            (10.0, 1.0, 9.0, 0.0, 0.05), // the host
            (12.0, 0.0, 8.1, 0.0, 0.0),  // counted a little too much
        ] {
            assert_eq!(share(idle, stolen, own), Share { programs, host });
        }
    }

    #[test]
    fn counters_that_cannot_be_are_not_believed() {
        let start = Instant::now();
        let zero = counters(start, 0, 0.0, 0.0, 0.0);
        let good = counters(start, 10, 15.0, 0.0, 5.0);
        assert!(Share::between(&zero, &good).is_some());
        let still = Counters {
            counted: 0.0,
            ..good.clone()
        };
        assert_eq!(Share::between(&zero, &still), None);
        let one_left = Counters {
            processors: 1,
            ..good
        };
        assert_eq!(Share::between(&zero, &one_left), None);
    }

    #[test]
    fn reads_what_linux_writes() {
        let stat = "cpu  70 20 30 400 5 1 2 30 0 0\n\
                    cpu0 60 10 20 300 4 1 1 20 0 0\n\
                    cpu1 10 10 10 100 1 0 1 10 7 0\n\
                    cpu10 1 1 1 1 1 1 1 1 0 0\n\
                    intr 81547051 0 0\n";
        let ticks = |idle, stolen, counted| Ticks {
            idle,
            stolen,
            counted,
        };
        let parsed = |allowed: &[usize]| Ticks::parse(stat, allowed);
        assert_eq!(parsed(&[1]), Some(ticks(101, 10, 142)));
        assert_eq!(parsed(&[0, 1]), Some(ticks(405, 30, 558)));
        assert_eq!(parsed(&[0, 2]), None);
        assert_eq!(Ticks::parse("cpu0 1 2 3\n", &[0]), None);

        let list = |text: &str| allowed(&format!("Name:\tmeasure\nCpus_allowed_list:\t{text}\n"));
        assert_eq!(list("0-1"), Some(vec![0, 1]));
        assert_eq!(list("3,8-10"), Some(vec![3, 8, 9, 10]));
        assert_eq!(list("?"), None);

        let stat =
            "24531 (a (b) c 1) R 24420 24420 21962 0 -1 4194304 97 0 0 0 11 22 300 4000 20 0 1";
        assert_eq!(ticks_of(stat), Some(4333));
        assert_eq!(ticks_of("24531 (cat) R 24420"), None);
    }

    /// A process that works counts as somebody else's, unless it is named.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_that_lives_is_ours_if_it_is_named() {
        struct Stopped(std::process::Child);
        impl Drop for Stopped {
            fn drop(&mut self) {
                let _ = self.0.kill();
                let _ = self.0.wait();
            }
        }
        let mut loops = std::process::Command::new("sh");
        let child = loops.args(["-c", "while :; do :; done"]).spawn().unwrap();
        let child = Stopped(child);
        let processes = [child.0.id()];
        let named = || Counters::now(&processes).unwrap().own;
        let unnamed = || Counters::now(&[]).unwrap().own;
        // It gets a turn some day, however busy the machine is.
        let mut worked = 0.0;
        while worked < 0.2 {
            std::thread::sleep(Duration::from_millis(20));
            let before = unnamed();
            worked = named() - before;
        }
        // Other tests run in this process meanwhile, so its own time is not still.
        let before = unnamed();
        drop(child);
        let gained = unnamed() - before;
        assert!(gained >= worked - 0.05, "{gained} of {worked}");
    }

    #[test]
    fn a_watch_that_was_too_short_says_nothing() {
        let mut watch = Watch::start(Vec::new());
        watch.mark();
        assert_eq!(watch.found(), None);
        let blind = Watch {
            processes: Vec::new(),
            start: None,
            known: false,
            found: Elsewhere::default(),
        };
        assert_eq!(blind.found(), None);
    }
}
