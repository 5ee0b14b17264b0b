//! Scoped threads that count in what is lent to them: a guard's content, and a
//! thread-local of main's.
use std::cell::RefCell;
use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

thread_local! { static BUFFER: RefCell<[u8; 4]> = const { RefCell::new([0; 4]) } }
static FLAG: AtomicBool = AtomicBool::new(false);

fn poll(turns: &mut u8) -> bool {
    while !FLAG.load(SeqCst) {
        *black_box(&mut *turns) += 1;
        if *turns == 3 {
            return false;
        }
    }
    true
}

fn main() {
    let lock = Mutex::new([0u8; 3]);
    let mut guard = lock.lock().unwrap();
    let lent = &mut guard[1];
    let seen = BUFFER.with_borrow_mut(|buffer| {
        thread::scope(|s| {
            let one = s.spawn(|| poll(lent));
            let two = s.spawn(|| poll(&mut buffer[2]));
            FLAG.store(true, SeqCst);
            (one.join().unwrap(), two.join().unwrap())
        })
    });
    println!("{seen:?}");
}
