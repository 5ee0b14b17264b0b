//! Channels, modelled: a queue, who can still send, who can still receive.
use crate::describe::describe;
use crate::memory;
use crate::rt::{self, Act, Baton, Id};
use crate::shared::{kind, mix, op};
use ::std::collections::VecDeque;
use ::std::mem::offset_of;
use ::std::sync::Arc;
pub use ::std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
use ::std::time::Duration;
use ::std::{fmt, marker::PhantomData};

struct Queue<T> {
    items: VecDeque<(T, u64, Option<String>)>,
    taken: usize,
    sent: usize,
    senders: usize,
    receiver: bool,
    /// None: no limit.
    bound: Option<usize>,
    /// A receiver waits: a rendezvous by `try_send` can happen.
    waits: bool,
    /// The receiver knows that all senders have hung up.
    closed: bool,
}
impl<T> Queue<T> {
    fn full(&self) -> bool {
        self.bound
            .is_some_and(|bound| self.items.len() >= bound.max(1))
    }
}

struct Channel<T> {
    id: Id,
    queue: Baton<Queue<T>>,
}

impl<T> Channel<T> {
    fn q(&self) -> &mut Queue<T> {
        self.queue.get()
    }
    /// The state of a channel is what is in it and who can still use it.
    fn changed(&self) {
        self.note();
        rt::moved();
    }
    fn note(&self) {
        let q = self.q();
        let receiver = u64::from(q.receiver) | u64::from(q.waits) << 1;
        let start = mix(q.senders as u64 + 1, receiver);
        let h = q.items.iter().fold(start, |h, i| mix(h, i.1));
        rt::set(&self.id, Some(h));
    }
    #[track_caller]
    fn send(&self, t: T, wait: bool) -> Result<(), TrySendError<T>> {
        let can = || (!wait || !self.q().receiver || !self.q().full()).into();
        let mut act = Act::new(op::SEND, &self.id).when(&can);
        if !wait {
            act = act.tries();
        }
        let line = act.go();
        let q = self.q();
        let full = q.full() || (!wait && q.bound == Some(0) && !q.waits);
        let (alive, full) = (q.receiver, full && !wait);
        let described = describe(&t);
        let text = described.as_ref().map(|d| d.text.clone());
        let told = match (alive, full) {
            (false, _) => Some("refused: no receiver".to_owned()),
            (_, true) => Some("refused: full".to_owned()),
            _ => text.clone(),
        };
        rt::log(op::SEND, &self.id, line, told.as_deref());
        rt::observe(u64::from(alive) << 1 | u64::from(full));
        if !alive || full {
            rt::looked(op::SEND, &self.id, line, u64::from(alive));
            let e = if alive {
                TrySendError::Full
            } else {
                TrySendError::Disconnected
            };
            return Err(e(t));
        }
        let plain = || super::plain(super::content(Some(&t)));
        let hash = described.map(|d| d.hash).or_else(plain);
        let mark = hash.unwrap_or_else(rt::seen);
        memory::outside(|| q.items.push_back((t, mark, text)));
        q.sent += 1;
        let turn = q.sent;
        self.changed();
        if self.q().bound == Some(0) && wait {
            // A rendezvous: the sender goes on when its message is taken.
            let taken = || (self.q().taken >= turn || !self.q().receiver).into();
            Act::new(op::WAIT, &self.id)
                .line(line)
                .release()
                .when(&taken)
                .go();
            let q = self.q();
            if q.taken < turn {
                // The receiver hung up instead, and left the message to us.
                rt::observe(1);
                if let Some((t, ..)) = q.items.pop_front() {
                    q.taken += 1;
                    return Err(TrySendError::Disconnected(t));
                }
            }
        }
        Ok(())
    }
    #[track_caller]
    fn receive(&self, wait: bool, timeout: bool) -> Result<T, TryRecvError> {
        let can = || (!wait || !self.q().items.is_empty() || self.q().senders == 0).into();
        // Taking what is there lets senders go on and hinders nobody, so it
        // need not be a choice, except for those who look without waiting.
        let act = Act::new(op::RECEIVE, &self.id).when(&can);
        let act = if wait { act.release() } else { act.tries() };
        // `try_send` to a rendezvous can tell whether a receiver waits.
        let rendezvous = self.q().bound == Some(0) && self.q().items.is_empty();
        if rendezvous && (wait || timeout) && rt::is_tried(&self.id) {
            let line = Act::new(op::WAIT, &self.id).release().go();
            rt::log(op::WAIT, &self.id, line, None);
            self.q().waits = true;
            self.note();
            rt::holds(&self.id, true);
        }
        let line = act.go();
        let q = self.q();
        if ::std::mem::take(&mut q.waits) {
            self.note();
            rt::holds(&self.id, false);
        }
        let r = match q.items.pop_front() {
            Some(item) => Ok(item),
            None if q.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        };
        match r {
            Ok((t, mark, text)) => {
                q.taken += 1;
                rt::log(op::RECEIVE, &self.id, line, text.as_deref());
                rt::see_time(&self.id);
                rt::observe(mark);
                self.changed();
                Ok(t)
            }
            Err(e) => {
                let empty = e == TryRecvError::Empty;
                q.closed |= !empty;
                let text = if empty { "nothing" } else { "hung up" };
                rt::log(op::RECEIVE, &self.id, line, Some(text));
                rt::observe(u64::from(empty));
                rt::looked(op::RECEIVE, &self.id, line, u64::from(empty));
                Err(e)
            }
        }
    }
}

/// Sends without limit.
pub struct Sender<T>(Arc<Channel<T>>);
/// Sends with a limit.
pub struct SyncSender<T>(Arc<Channel<T>>);
/// Receives.
pub struct Receiver<T>(Arc<Channel<T>>, PhantomData<::std::cell::Cell<()>>);
// SAFETY: as std's: the messages move between threads, and only the holder of
// the baton touches the queue.
unsafe impl<T: Send> Send for Receiver<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Sender<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Sender<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for SyncSender<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for SyncSender<T> {}
impl<T> ::std::panic::UnwindSafe for Sender<T> {}
impl<T> ::std::panic::RefUnwindSafe for Sender<T> {}
impl<T> ::std::panic::UnwindSafe for SyncSender<T> {}
impl<T> ::std::panic::RefUnwindSafe for SyncSender<T> {}
impl<T> ::std::panic::UnwindSafe for Receiver<T> {}
impl<T> ::std::panic::RefUnwindSafe for Receiver<T> {}

#[track_caller]
fn make<T>(bound: Option<usize>) -> Arc<Channel<T>> {
    let queue = Queue {
        items: VecDeque::new(),
        taken: 0,
        sent: 0,
        senders: 1,
        receiver: true,
        bound,
        waits: false,
        closed: false,
    };
    Arc::new(Channel {
        id: Id::new(kind::CHANNEL).within(offset_of!(Channel<T>, id), size_of::<Channel<T>>()),
        queue: Baton::new(queue),
    })
}
/// A channel without limit.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let c = make(None);
    (Sender(c.clone()), Receiver(c, PhantomData))
}
/// A channel that holds at most `bound` messages.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let c = make(Some(bound));
    (SyncSender(c.clone()), Receiver(c, PhantomData))
}

macro_rules! sender {
    ($s:ident) => {
        impl<T> $s<T> {
            #[track_caller]
            pub fn send(&self, t: T) -> Result<(), SendError<T>> {
                self.0.send(t, true).map_err(|e| match e {
                    TrySendError::Full(t) | TrySendError::Disconnected(t) => SendError(t),
                })
            }
        }
        impl<T> Clone for $s<T> {
            fn clone(&self) -> Self {
                self.0.q().senders += 1;
                self.0.changed();
                Self(self.0.clone())
            }
        }
        impl<T> Drop for $s<T> {
            fn drop(&mut self) {
                let id = &self.0.id;
                let line = Act::new(op::HANG_UP, id).line(0).release().go();
                let last = self.0.q().senders == 1;
                rt::log(
                    op::HANG_UP,
                    id,
                    line,
                    Some(if last { "last sender" } else { "sender" }),
                );
                self.0.q().senders -= 1;
                self.0.changed();
            }
        }
        impl<T> fmt::Debug for $s<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($s)).finish_non_exhaustive()
            }
        }
    };
}
sender!(Sender);
sender!(SyncSender);
impl<T> SyncSender<T> {
    #[track_caller]
    pub fn try_send(&self, t: T) -> Result<(), TrySendError<T>> {
        self.0.send(t, false)
    }
}

impl<T> Receiver<T> {
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.0.receive(true, false).map_err(|_| RecvError)
    }
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.0.receive(false, false)
    }
    /// The time-out may strike whenever the channel is empty.
    #[track_caller]
    pub fn recv_timeout(&self, time: Duration) -> Result<T, RecvTimeoutError> {
        rt::used(rt::Used::Timeout);
        self.0.receive(false, true).map_err(|e| match e {
            TryRecvError::Empty => {
                rt::pass(time);
                RecvTimeoutError::Timeout
            }
            TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
        })
    }
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self)
    }
}
impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut act = Act::new(op::HANG_UP, &self.0.id).line(0);
        if self.0.q().closed {
            act = act.release(); // there never is a sender who could notice
        } else if self.0.q().senders == 0 {
            act = act.settled(); // but it might have come before their last
        }
        let line = act.go();
        rt::log(op::HANG_UP, &self.0.id, line, Some("receiver"));
        let q = self.0.q();
        q.receiver = false;
        // A sender that waits for a rendezvous takes its message back.
        let rest = match q.bound {
            Some(0) => VecDeque::new(),
            _ => ::std::mem::take(&mut q.items),
        };
        self.0.changed();
        drop(rest);
    }
}
impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// Messages until all senders have hung up.
#[derive(Debug)]
pub struct Iter<'a, T>(&'a Receiver<T>);
/// Messages that are there already.
#[derive(Debug)]
pub struct TryIter<'a, T>(&'a Receiver<T>);
/// As [`Iter`], of a receiver that it owns.
#[derive(Debug)]
pub struct IntoIter<T>(Receiver<T>);
impl<T> Iterator for Iter<'_, T> {
    type Item = T;
    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}
impl<T> Iterator for TryIter<'_, T> {
    type Item = T;
    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.try_recv().ok()
    }
}
impl<T> Iterator for IntoIter<T> {
    type Item = T;
    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}
impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}
impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        Iter(self)
    }
}
