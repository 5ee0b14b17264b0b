//! The second look, under the lock, keeps the work from being done twice.
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);
static DONE: AtomicU32 = AtomicU32::new(0);
static LOCK: Mutex<()> = Mutex::new(());

fn prepare() {
    if !READY.load(SeqCst) {
        let _guard = LOCK.lock().unwrap();
        if !READY.load(SeqCst) {
            DONE.fetch_add(1, SeqCst);
            READY.store(true, SeqCst);
        }
    }
}

fn main() {
    let other = thread::spawn(prepare);
    prepare();
    other.join().unwrap();
    println!("done {} time(s)", DONE.load(SeqCst));
}
