//! Programs of `tests/programs`, ported by hand to shuttle and to loom: their
//! types in place of std's, and the output returned in place of printed.
#![allow(dead_code)] // each user needs a part

macro_rules! ports {
    ($module:ident, $library:ident) => {
        pub mod $module {
            use $library::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
            use $library::sync::{Arc, Mutex, RwLock};
            use $library::thread;

            pub fn check_then_act() -> String {
                let free = Arc::new(Mutex::new(1));
                let guests = [(), ()].map(|()| {
                    let free = Arc::clone(&free);
                    thread::spawn(move || {
                        let some = *free.lock().unwrap() > 0;
                        if some {
                            *free.lock().unwrap() -= 1;
                        }
                    })
                });
                for guest in guests {
                    guest.join().unwrap();
                }
                let left = *free.lock().unwrap();
                left.to_string()
            }

            pub fn lost_update() -> String {
                let count = Arc::new(AtomicU32::new(0));
                let add = |count: &AtomicU32| {
                    let seen = count.load(SeqCst);
                    count.store(seen + 1, SeqCst);
                };
                let other = {
                    let count = Arc::clone(&count);
                    thread::spawn(move || add(&count))
                };
                add(&count);
                other.join().unwrap();
                count.load(SeqCst).to_string()
            }

            pub fn double_checked() -> String {
                let shared = Arc::new((AtomicBool::new(false), AtomicU32::new(0), Mutex::new(())));
                let prepare = |(ready, done, lock): &(AtomicBool, AtomicU32, Mutex<()>)| {
                    if !ready.load(SeqCst) {
                        let _guard = lock.lock().unwrap();
                        if !ready.load(SeqCst) {
                            done.fetch_add(1, SeqCst);
                            ready.store(true, SeqCst);
                        }
                    }
                };
                let other = {
                    let shared = Arc::clone(&shared);
                    thread::spawn(move || prepare(&shared))
                };
                prepare(&shared);
                other.join().unwrap();
                format!("done {} time(s)", shared.1.load(SeqCst))
            }

            pub fn ten_threads() -> String {
                let count = Arc::new(Mutex::new(0));
                let threads: Vec<_> = (0..10)
                    .map(|_| {
                        let count = Arc::clone(&count);
                        thread::spawn(move || *count.lock().unwrap() += 1)
                    })
                    .collect();
                for thread in threads {
                    thread.join().unwrap();
                }
                let count = *count.lock().unwrap();
                count.to_string()
            }

            /// The order of the prints, kept in a list under the page's lock's
            /// sibling: what stdout's own lock does for the real program.
            pub fn readers_and_writer() -> String {
                let page = Arc::new(RwLock::new("old"));
                let printed = Arc::new(Mutex::new(Vec::new()));
                let mut all = Vec::new();
                for id in 0..3 {
                    let (page, printed) = (Arc::clone(&page), Arc::clone(&printed));
                    all.push(thread::spawn(move || {
                        let text = page.read().unwrap();
                        printed.lock().unwrap().push(format!("{id}: {}", *text));
                    }));
                }
                {
                    let printed = Arc::clone(&printed);
                    all.push(thread::spawn(move || {
                        let mut text = page.write().unwrap();
                        *text = "new";
                        printed.lock().unwrap().push("written".to_owned());
                    }));
                }
                for thread in all {
                    thread.join().unwrap();
                }
                let lines = printed.lock().unwrap().join("/");
                lines
            }

            pub fn opposite_order() -> String {
                let locks = Arc::new((Mutex::new(1), Mutex::new(10)));
                let other = {
                    let locks = Arc::clone(&locks);
                    thread::spawn(move || {
                        let right = locks.1.lock().unwrap();
                        *locks.0.lock().unwrap() += *right;
                    })
                };
                {
                    let left = locks.0.lock().unwrap();
                    *locks.1.lock().unwrap() += *left;
                }
                other.join().unwrap();
                let (left, right) = (*locks.0.lock().unwrap(), *locks.1.lock().unwrap());
                format!("{left} {right}")
            }
        }
    };
}

ports!(in_shuttle, shuttle);
ports!(in_loom, loom);

/// Three messages in any order; loom's channel is left out, since it reports a
/// deadlock where senders hang up.
pub fn three_senders() -> String {
    use shuttle::{sync::mpsc, thread};
    let (tx, rx) = mpsc::channel();
    for name in ["a", "b", "c"] {
        let tx = tx.clone();
        thread::spawn(move || tx.send(name).unwrap());
    }
    drop(tx);
    rx.iter().collect::<Vec<_>>().join("")
}
