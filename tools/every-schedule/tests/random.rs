//! Small random programs, explored three ways: with merging and skipping,
//! without either, and by shuttle's depth-first search. All three must find
//! the same outputs.
#![cfg(target_os = "linux")]

mod common;

use common::{all, inline, short, unless_passed};
use every_schedule::{Explorer, Program};
use std::collections::BTreeSet;
use std::fmt::Write;

#[derive(Debug, Clone, Copy)]
enum Op {
    /// Doubles what the lock holds, adds, and notes the result.
    Lock(usize, i32),
    /// Adds to one lock while it holds the other: may deadlock.
    Both(usize, i32),
    /// Notes whether the lock is free.
    Try(usize),
    Load(usize),
    Store(usize, i32),
    Add(usize, i32),
    /// From 0 to a number.
    Swap(usize, i32),
    Send(i32),
    /// Looks so often, until there is something; notes after how many looks.
    Until(usize, i32),
    /// Raises its flag unless the other one is up, and lowers it again: so often.
    Polite(usize, i32),
    // The rest is not compared with shuttle.
    Print(i32),
    Read(usize),
    Write(usize, i32),
    /// Waits for `Notify`, with or without a time-out.
    Wait(bool),
    Notify(bool),
    Once(i32),
    Panic(usize),
    Unpark,
    TryRecv,
    /// Looks until there is something.
    Spin(usize),
    /// Changes something and changes it back until there is something else.
    Flicker(usize),
}

type Plan = Vec<Vec<Op>>;

struct Random(u64);
impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn plan(random: &mut Random, deadlocks: bool) -> Plan {
    let threads = 2 + random.below(2);
    // Those with loops and time-outs have many more schedules, of which the
    // search without merging has to make each one.
    let longest = if threads == 2 && !deadlocks { 3 } else { 2 };
    (0..threads)
        .map(|_| {
            (0..1 + random.below(longest))
                .map(|_| {
                    let which = random.below(2) as usize;
                    let value = 1 + random.below(3) as i32;
                    match random.below(if deadlocks { 22 } else { 9 }) {
                        0 => Op::Lock(which, value),
                        1 => Op::Load(which),
                        2 => Op::Store(which, value),
                        3 => Op::Add(which, value),
                        4 => Op::Swap(which, value),
                        5 => Op::Send(value),
                        6 => Op::Try(which),
                        7 => Op::Until(which, 2 * value),
                        8 => Op::Polite(which, value),
                        18 | 19 => Op::Both(which, value),
                        20 => Op::Spin(which),
                        21 => Op::Flicker(which),
                        9 => Op::Print(value),
                        10 => Op::Read(which),
                        11 => Op::Write(which, value),
                        12 => Op::Wait(which == 0),
                        13 => Op::Notify(which == 0),
                        14 => Op::Once(value),
                        15 => Op::Panic(which),
                        16 => Op::Unpark,
                        _ => Op::TryRecv,
                    }
                })
                .collect()
        })
        .collect()
}

/// The plan as a program; main runs the first thread's part itself.
fn source(plan: &Plan) -> String {
    let mut text = String::from(
        "use std::sync::atomic::{AtomicI32, Ordering::SeqCst};\n\
         use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, RwLock, mpsc};\nuse std::thread;\n\
         const T: std::time::Duration = std::time::Duration::from_millis(1);\n\
         static C: Condvar = Condvar::new();\nstatic O: OnceLock<i32> = OnceLock::new();\n\
         static R: [RwLock<i32>; 2] = [RwLock::new(0), RwLock::new(0)];\n\
         fn lock(m: usize) -> MutexGuard<'static, i32> { M[m].lock().unwrap_or_else(|e| e.into_inner()) }\n\
         static M: [Mutex<i32>; 2] = [Mutex::new(0), Mutex::new(0)];\n\
         static A: [AtomicI32; 2] = [AtomicI32::new(0), AtomicI32::new(0)];\n",
    );
    for (n, ops) in plan.iter().enumerate() {
        let _ = writeln!(
            text,
            "fn part{n}(tx: mpsc::Sender<i32>) -> Vec<i32> {{\n    let mut log = vec![];"
        );
        for op in ops {
            let _ = match op {
                Op::Lock(m, v) => writeln!(
                    text,
                    "    {{ let mut g = M[{m}].lock().unwrap(); *g = *g * 2 + {v}; log.push(*g); }}"
                ),
                Op::Both(m, v) => writeln!(
                    text,
                    "    {{ let g = M[{m}].lock().unwrap(); *M[{}].lock().unwrap() += *g + {v}; }}",
                    1 - m
                ),
                Op::Try(m) => writeln!(text, "    log.push(M[{m}].try_lock().map_or(-1, |g| *g));"),
                Op::Load(a) => writeln!(text, "    log.push(A[{a}].load(SeqCst));"),
                Op::Store(a, v) => writeln!(text, "    A[{a}].store({v}, SeqCst);"),
                Op::Add(a, v) => writeln!(text, "    log.push(A[{a}].fetch_add({v}, SeqCst));"),
                Op::Swap(a, v) => writeln!(
                    text,
                    "    log.push(A[{a}].compare_exchange(0, {v}, SeqCst, SeqCst).unwrap_or_else(|v| -v));"
                ),
                Op::Send(v) => writeln!(text, "    tx.send({v}).unwrap();"),
                Op::Until(a, n) => writeln!(
                    text,
                    "    for n in 0..{n} {{ if A[{a}].load(SeqCst) != 0 {{ log.push(n); break; }} }}"
                ),
                Op::Polite(a, n) => writeln!(
                    text,
                    "    for _ in 0..{n} {{ A[{a}].store(9, SeqCst); if A[{}].load(SeqCst) != 9 {{ log.push(9); break; }} A[{a}].store(0, SeqCst); }}",
                    1 - a
                ),
                Op::Spin(a) => writeln!(
                    text,
                    "    while A[{a}].load(SeqCst) == 0 {{ std::hint::spin_loop(); }}"
                ),
                Op::Flicker(a) => writeln!(
                    text,
                    "    while A[{a}].load(SeqCst) == 0 {{ *lock(1) += 1; *lock(1) -= 1; }}"
                ),
                Op::Print(v) => writeln!(text, "    println!(\"{v}\");"),
                Op::Read(l) => writeln!(text, "    log.push(*R[{l}].read().unwrap());"),
                Op::Write(l, v) => writeln!(text, "    *R[{l}].write().unwrap() += {v};"),
                Op::Wait(true) => writeln!(
                    text,
                    "    log.push(i32::from(C.wait_timeout(lock(0), T).unwrap_or_else(|e| e.into_inner()).1.timed_out()));"
                ),
                Op::Wait(false) => writeln!(text, "    drop(C.wait(lock(0)));"),
                Op::Notify(true) => writeln!(text, "    C.notify_one();"),
                Op::Notify(false) => writeln!(text, "    *lock(0) += 1; C.notify_all();"),
                Op::Once(v) => writeln!(text, "    log.push(*O.get_or_init(|| {v}));"),
                Op::Panic(m) => writeln!(text, "    {{ let _g = lock({m}); panic!(\"{m}\"); }}"),
                Op::Unpark => writeln!(text, "    thread::current().unpark(); thread::park();"),
                Op::TryRecv => writeln!(
                    text,
                    "    {{ let (t, r) = mpsc::channel(); let h = thread::spawn(move || drop(t.send(1))); log.push(r.try_recv().unwrap_or(-1)); drop(r); h.join().unwrap(); }}"
                ),
            };
        }
        text.push_str("    drop(tx);\n    log\n}\n");
    }
    text.push_str("fn main() {\n    let (tx, rx) = mpsc::channel();\n");
    for n in 1..plan.len() {
        let _ = writeln!(
            text,
            "    let t{n} = {{ let tx = tx.clone(); thread::spawn(move || part{n}(tx)) }};"
        );
    }
    text.push_str("    let mut all = vec![part0(tx)];\n");
    for n in 1..plan.len() {
        let _ = writeln!(text, "    all.push(t{n}.join().unwrap_or_default());");
    }
    text.push_str(
        "    println!(\"{all:?} {:?} {:?}\", rx.iter().collect::<Vec<_>>(), \
         [*lock(0), *lock(1), A[0].load(SeqCst), A[1].load(SeqCst)]);\n}\n",
    );
    text
}

mod by_shuttle {
    use super::{Op, Plan};
    use shuttle::scheduler::DfsScheduler;
    use shuttle::sync::atomic::{AtomicI32, Ordering::SeqCst};
    use shuttle::sync::{Arc, Mutex, mpsc};
    use shuttle::{Config, Runner, thread};
    use std::collections::BTreeSet;

    struct World {
        m: [Mutex<i32>; 2],
        a: [AtomicI32; 2],
    }

    fn part(world: &World, ops: &[Op], tx: mpsc::Sender<i32>) -> Vec<i32> {
        let mut log = vec![];
        for op in ops {
            match *op {
                Op::Lock(m, v) => {
                    let mut g = world.m[m].lock().unwrap();
                    *g = *g * 2 + v;
                    log.push(*g);
                }
                Op::Both(m, v) => {
                    let g = world.m[m].lock().unwrap();
                    *world.m[1 - m].lock().unwrap() += *g + v;
                }
                Op::Try(m) => log.push(world.m[m].try_lock().map_or(-1, |g| *g)),
                Op::Load(a) => log.push(world.a[a].load(SeqCst)),
                Op::Store(a, v) => world.a[a].store(v, SeqCst),
                Op::Add(a, v) => log.push(world.a[a].fetch_add(v, SeqCst)),
                Op::Swap(a, v) => log.push(
                    world.a[a]
                        .compare_exchange(0, v, SeqCst, SeqCst)
                        .unwrap_or_else(|v| -v),
                ),
                Op::Send(v) => tx.send(v).unwrap(),
                Op::Until(a, n) => {
                    for n in 0..n {
                        if world.a[a].load(SeqCst) != 0 {
                            log.push(n);
                            break;
                        }
                    }
                }
                Op::Polite(a, n) => {
                    for _ in 0..n {
                        world.a[a].store(9, SeqCst);
                        if world.a[1 - a].load(SeqCst) != 9 {
                            log.push(9);
                            break;
                        }
                        world.a[a].store(0, SeqCst);
                    }
                }
                _ => unreachable!("not in a plan for shuttle"),
            }
        }
        drop(tx);
        log
    }

    /// Every output; none when there are more schedules than `limit`.
    pub fn outputs(plan: &Plan, limit: usize) -> Option<BTreeSet<String>> {
        let found: &'static std::sync::Mutex<BTreeSet<String>> = Box::leak(Box::default());
        let plan: &'static Plan = Box::leak(Box::new(plan.clone()));
        let runner = Runner::new(DfsScheduler::new(Some(limit), false), Config::default());
        let runs = runner.run(move || {
            let world = Arc::new(World {
                m: [Mutex::new(0), Mutex::new(0)],
                a: [AtomicI32::new(0), AtomicI32::new(0)],
            });
            let (tx, rx) = mpsc::channel();
            let threads: Vec<_> = plan[1..]
                .iter()
                .map(|ops| {
                    let (world, tx) = (world.clone(), tx.clone());
                    thread::spawn(move || part(&world, ops, tx))
                })
                .collect();
            let mut all = vec![part(&world, &plan[0], tx)];
            all.extend(threads.into_iter().map(|t| t.join().unwrap()));
            let text = format!(
                "exit 0 {all:?} {:?} {:?}",
                rx.iter().collect::<Vec<_>>(),
                [
                    *world.m[0].lock().unwrap(),
                    *world.m[1].lock().unwrap(),
                    world.a[0].load(SeqCst),
                    world.a[1].load(SeqCst)
                ]
            );
            found.lock().unwrap().insert(text);
        });
        (runs < limit).then(|| found.lock().unwrap().clone())
    }
}

fn programs(plans: &[Plan], name: &str) -> Vec<Program> {
    plans
        .iter()
        .enumerate()
        .map(|(n, p)| inline(&format!("{name}-{n}"), &source(p)))
        .collect()
}

fn slow() -> Explorer {
    Explorer {
        merge: false,
        every_step: true,
        max_states: 3_000,
        ..Explorer::default()
    }
}

/// How many random programs of each sort; more by `RANDOM_PROGRAMS=500`.
fn count() -> usize {
    std::env::var("RANDOM_PROGRAMS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10)
}

fn seed() -> u64 {
    std::env::var("RANDOM_SEED")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1)
}

#[test]
fn merged_and_shuttle_agree() {
    unless_passed("merged_and_shuttle_agree", || {
        let mut random = Random(seed());
        let plans: Vec<Plan> = (0..count()).map(|_| plan(&mut random, false)).collect();
        let answers = all(&Explorer::default(), &programs(&plans, "three-ways"));
        let mut compared = 0;
        for (plan, answer) in plans.iter().zip(answers) {
            let answer = answer.unwrap();
            assert!(answer.complete, "{:?}\n{}", answer.limit, source(plan));
            if let Some(outputs) = by_shuttle::outputs(plan, 20_000) {
                assert_eq!(
                    short(&answer),
                    outputs,
                    "shuttle disagrees on\n{}",
                    source(plan)
                );
                compared += 1;
            }
        }
        assert!(
            2 * compared >= plans.len(),
            "only {compared} could be compared"
        );
    });
}

#[test]
fn merged_and_unmerged_agree() {
    unless_passed("merged_and_unmerged_agree", || {
        let mut random = Random(seed() + 1);
        let mut plans: Vec<Plan> = (0..count()).map(|_| plan(&mut random, true)).collect();
        // Without merging, three threads are too many schedules.
        plans.iter_mut().for_each(|p| p.truncate(2));
        let programs = programs(&plans, "two-ways");
        let fast = all(&Explorer::default(), &programs);
        let (mut deadlocks, mut compared) = (0, 0);
        for ((plan, fast), slow) in plans.iter().zip(fast).zip(all(&slow(), &programs)) {
            let (fast, slow) = (fast.unwrap(), slow.unwrap());
            assert!(fast.complete, "{:?}\n{}", fast.limit, source(plan));
            let (fast, slow_found): (BTreeSet<_>, _) = (short(&fast), short(&slow));
            deadlocks += usize::from(fast.iter().any(|e| e.starts_with("deadlock")));
            // What the slow search has found so far must be there in any case.
            assert!(
                slow_found.is_subset(&fast),
                "merging disagrees on\n{}",
                source(plan)
            );
            if !slow.complete {
                continue;
            }
            compared += 1;
            assert_eq!(fast, slow_found, "merging disagrees on\n{}", source(plan));
        }
        assert!(
            2 * compared >= plans.len(),
            "only {compared} could be compared"
        );
        assert!(
            count() < 10 || deadlocks > 0,
            "no program deadlocks: the test tests too little"
        );
    });
}
