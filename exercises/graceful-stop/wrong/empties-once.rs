// refused: a receipt is lost: 1 and 2 were sent, and when `stop` returned only
//! A mailer on a thread of its own that can be stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

/// Delivers receipts on a thread of its own.
#[derive(Debug)]
pub struct Mailer {
    receipts: Sender<String>,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<usize>,
}

impl Mailer {
    /// Starts the thread, which calls `deliver` for each receipt, in order.
    pub fn start(mut deliver: impl FnMut(String) + Send + 'static) -> Self {
        let (receipts, queue) = mpsc::channel();
        let stopping = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopping);
        let thread = thread::spawn(move || {
            let mut delivered = 0;
            while !stop.load(Ordering::SeqCst) {
                match queue.try_recv() {
                    Ok(receipt) => {
                        deliver(receipt);
                        delivered += 1;
                    }
                    Err(_) => thread::yield_now(),
                }
            }
            // What came in the meantime: one, surely.
            if let Ok(receipt) = queue.try_recv() {
                deliver(receipt);
                delivered += 1;
            }
            delivered
        });
        Self {
            receipts,
            stopping,
            thread,
        }
    }

    /// Puts a receipt into the queue, and does not wait for its delivery.
    pub fn send(&self, receipt: &str) {
        // After a panic in `deliver` nobody receives; `stop` passes it on.
        let _ = self.receipts.send(receipt.to_owned());
    }

    /// Waits until every receipt that was sent is delivered, ends the thread
    /// and says how many there were.
    pub fn stop(self) -> usize {
        self.stopping.store(true, Ordering::SeqCst);
        self.thread.join().expect("delivering does not panic")
    }
}
