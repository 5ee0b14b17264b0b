//! A mailer on a thread of its own that can be stopped.

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

/// Delivers receipts on a thread of its own.
#[derive(Debug)]
pub struct Mailer {
    receipts: Sender<String>,
    thread: JoinHandle<usize>,
}

impl Mailer {
    /// Starts the thread, which calls `deliver` for each receipt, in order.
    pub fn start(mut deliver: impl FnMut(String) + Send + 'static) -> Self {
        let (receipts, queue) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut delivered = 0;
            // Ends when the sender is gone and the queue is empty.
            for receipt in queue {
                deliver(receipt);
                delivered += 1;
            }
            delivered
        });
        Self { receipts, thread }
    }

    /// Puts a receipt into the queue, and does not wait for its delivery.
    pub fn send(&self, receipt: &str) {
        // After a panic in `deliver` nobody receives; `stop` passes it on.
        let _ = self.receipts.send(receipt.to_owned());
    }

    /// Waits until every receipt that was sent is delivered, ends the thread
    /// and says how many there were.
    pub fn stop(self) -> usize {
        // First hang up, then wait: the other way round waits forever.
        drop(self.receipts);
        self.thread.join().expect("delivering does not panic")
    }
}
