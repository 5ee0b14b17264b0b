//! The swim lanes of one schedule: where each line of the drawing runs. The
//! mark-up is in `templates/lanes.svg`.

use super::{kind_of, stuck};
use book_content::schedules::Ending;
use std::collections::{BTreeMap, VecDeque};

// The drawing's own units. The style sheet stretches it to its rows and
// lanes, which are wider or higher as the window allows.
const ROW: usize = 24;
const LANE: usize = 34;

/// The drawing of an ending.
pub struct Lanes<'a> {
    pub ending: &'a Ending,
}

/// One line of it.
pub struct Path {
    pub class: String,
    pub d: String,
}

fn path(class: &str, d: String) -> Path {
    let class = class.to_owned();
    Path { class, d }
}

fn x(thread: usize) -> usize {
    LANE / 2 + LANE * thread
}

fn y(step: usize) -> usize {
    ROW * step + ROW / 2
}

impl Lanes<'_> {
    pub fn width(&self) -> usize {
        LANE * self.ending.threads.len()
    }

    pub fn height(&self) -> usize {
        ROW * self.ending.steps.len()
    }

    pub fn title(&self) -> String {
        format!("Swim lanes of {}", self.ending.names().join(", "))
    }

    /// What happens, for those who do not see it.
    pub fn description(&self) -> String {
        let steps = &self.ending.steps;
        let count = |op: &str| steps.iter().filter(|it| it.op == op).count();
        let mut text = format!("Time runs downward through {} steps", steps.len());
        for (op, one, many) in [
            ("spawn", "thread is started", "threads are started"),
            ("send", "message is sent", "messages are sent"),
            ("want", "wait", "waits"),
        ] {
            match count(op) {
                0 => {}
                1 => text += &format!(", 1 {one}"),
                n => text += &format!(", {n} {many}"),
            }
        }
        text + ". The steps in words follow."
    }

    /// All lines, in the order in which they lie above each other.
    pub fn paths(&self) -> Vec<Path> {
        let mut paths = Vec::new();
        for thread in 0..self.ending.threads.len() {
            self.lifeline(thread, &mut paths);
        }
        self.links(&mut paths);
        self.blocked(&mut paths);
        if let Some(round) = self.ending.round {
            // Back from the last step to the one that follows it.
            let (from, to) = (y(self.ending.steps.len() - 1), y(round));
            paths.push(path("round", format!("M9 {from}H3V{to}H9m-5 -4l5 4l-5 4")));
        }
        paths
    }

    /// A dot for each step. A dot is a line of no length with round ends: it
    /// stays round however the drawing is stretched.
    pub fn dots(&self) -> Vec<Path> {
        let mut dots = Vec::new();
        for (index, step) in self.ending.steps.iter().enumerate() {
            let kind = kind_of(step);
            let at = format!("M{} {}h.01", x(step.thread), y(index));
            dots.push(path(&format!("dot {kind}"), at.clone()));
            if kind == "want" {
                dots.push(path("hole", at));
            }
        }
        dots
    }

    /// A line from a thread's first to its last step, dashed where it waits,
    /// doubled where it holds a lock.
    fn lifeline(&self, thread: usize, paths: &mut Vec<Path>) {
        let steps = &self.ending.steps;
        let own: Vec<usize> = (0..steps.len())
            .filter(|step| steps[*step].thread == thread)
            .collect();
        let (Some(&first), Some(&last)) = (own.first(), own.last()) else {
            return;
        };
        let mut down = |class: &str, x: usize, from: usize, to: usize| {
            paths.push(path(class, format!("M{x} {from}V{to}")));
        };
        let for_ever = y(steps.len() - 1) + 10;
        let x = x(thread);
        down("life", x, y(first), y(last));
        for pair in own.windows(2) {
            if steps[pair[0]].op == "want" {
                down("waiting", x, y(pair[0]), y(pair[1]));
            }
        }
        // A thread that still waits at the end waits for ever.
        if steps[last].op == "want" {
            down("waiting", x, y(last), for_ever);
        }
        // A second lock held at the same time stands beside the first.
        let mut held: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for &step in &own {
            let it = &steps[step];
            let object = it.object.as_deref().unwrap_or_default();
            match it.op.as_str() {
                "lock" | "read" | "write" => {
                    let free = |it: &usize| held.values().all(|(_, taken)| taken != it);
                    let beside = [6, 11].into_iter().find(free).unwrap_or(16);
                    held.insert(object, (step, beside));
                }
                "unlock" => {
                    if let Some((from, beside)) = held.remove(object) {
                        down("held", x - beside, y(from), y(step));
                    }
                }
                _ => {}
            }
        }
        for (from, beside) in held.into_values() {
            down("held", x - beside, y(from), for_ever);
        }
    }

    /// Curves between lanes: from spawn to the first step, from the end to the
    /// join, from a send to its receive.
    fn links(&self, paths: &mut Vec<Path>) {
        let steps = &self.ending.steps;
        let mut curve = |class: &str, from: (usize, usize), to: (usize, usize)| {
            let (x1, y1, x2, y2) = (x(from.0), y(from.1), x(to.0), y(to.1));
            let middle = (y1 + y2) / 2;
            let d = format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}");
            paths.push(path(class, d));
        };
        let first_of = |thread| steps.iter().position(|it| it.thread == thread);
        let last_of = |thread| steps.iter().rposition(|it| it.thread == thread);
        let mut queues: BTreeMap<&str, VecDeque<(usize, usize)>> = BTreeMap::new();
        for (index, step) in steps.iter().enumerate() {
            let here = (step.thread, index);
            let queue = queues.entry(step.object.as_deref().unwrap_or_default());
            match (step.op.as_str(), step.child) {
                ("spawn", Some(child)) => {
                    if let Some(first) = first_of(child) {
                        curve("link", here, (child, first));
                    }
                }
                ("join", Some(child)) => {
                    if let Some(last) = last_of(child).filter(|last| *last < index) {
                        curve("link", (child, last), here);
                    }
                }
                ("send", _) => queue.or_default().push_back(here),
                ("receive", _) => {
                    if let Some(from) = queue.or_default().pop_front() {
                        curve("sent", from, here);
                    }
                }
                _ => {}
            }
        }
    }

    /// Arrows from threads that wait for ever to those that they wait for.
    fn blocked(&self, paths: &mut Vec<Path>) {
        for (step, holders) in stuck(self.ending) {
            let from = self.ending.steps[step].thread;
            for holder in holders.iter().filter(|it| **it != from) {
                let (x1, x2, y) = (x(from), x(*holder), y(step));
                let (tip, head) = match x2 > x1 {
                    true => (x2 - 10, "m-5 -4l5 4l-5 4"),
                    false => (x2 + 4, "m5 -4l-5 4l5 4"),
                };
                paths.push(path("blocked", format!("M{x1} {y}H{tip}{head}")));
            }
        }
    }
}
