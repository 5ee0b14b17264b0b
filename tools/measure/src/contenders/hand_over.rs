//! Messages: one there and back, by size; and many in a row.

use super::{TOKIO, each};
use crate::contender::{Contender, Effort};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

/// The sizes of a message, in bytes.
const SIZES: [u64; 5] = [8, 1024, 32 * 1024, 1024 * 1024, 8 * 1024 * 1024];

/// Room in the queues that have a limit.
const ROOM: usize = 1024;

/// So many round trips of a message of so many bytes: nanoseconds for each.
type RoundTrips = fn(usize, usize) -> f64;

pub fn contenders() -> Vec<Contender> {
    let mut all = Vec::new();
    for size in SIZES {
        let here = size as usize;
        all.push(Contender::rust(
            format!("hand-over/move/{size}"),
            "`mpsc`, moved",
            move |effort| round_trips(effort.times(TRIPS), here, |message| message),
        ));
        all.push(Contender::rust(
            format!("hand-over/copy/{size}"),
            "`mpsc`, cloned",
            move |effort| round_trips(copies(effort, here), here, |it| it.clone()),
        ));
        let ways: [(&str, &'static str, RoundTrips); 3] = [
            ("sync-channel", "`sync_channel`, moved", sync_round_trips),
            ("crossbeam", "crossbeam, moved", crossbeam_round_trips),
            ("tokio", "Tokio's `mpsc`, moved", tokio_round_trips),
        ];
        for (name, label, trips) in ways {
            let name = format!("hand-over/{name}/{size}");
            all.push(Contender::rust(name, label, move |effort| {
                trips(effort.times(TRIPS), here)
            }));
        }
        for (name, label, function) in [
            ("clone", "`postMessage`, cloned", "clone"),
            ("transfer", "`postMessage`, transferred", "transfer"),
            ("objects", "`postMessage`, objects cloned", "objects"),
            ("shared", "`SharedArrayBuffer`, `Atomics.wait`", "shared"),
        ] {
            let name = format!("hand-over/{name}/{size}");
            all.push(Contender::node(name, label, function, size));
        }
    }
    all.extend([
        Contender::rust("stream/mpsc", "`mpsc::channel`", |effort| {
            stream(effort, mpsc::channel())
        }),
        Contender::rust("stream/sync-channel", "`sync_channel(1024)`", |effort| {
            sync_stream(effort.times(100_000), ROOM)
        }),
        Contender::rust("stream/rendezvous", "`sync_channel(0)`", |effort| {
            sync_stream(effort.times(5_000), 0)
        }),
        Contender::rust("stream/crossbeam", "crossbeam `unbounded`", |effort| {
            crossbeam_stream(effort, crossbeam_channel::unbounded())
        }),
        Contender::rust(
            "stream/crossbeam-bounded",
            "crossbeam `bounded(1024)`",
            |effort| crossbeam_stream(effort, crossbeam_channel::bounded(ROOM)),
        ),
        Contender::rust("stream/tokio", "Tokio `mpsc(1024)`", tokio_stream),
        Contender::node("stream/post-message", "`postMessage`", "stream", 0),
    ]);
    all
}

/// How many messages go there and back in a sample.
const TRIPS: usize = 1000;

/// How many, if each is copied: fewer of the large ones.
fn copies(effort: Effort, size: usize) -> usize {
    effort.times((64 * 1024 * 1024 / size).clamp(8, TRIPS))
}

/// Sends a message to a thread that sends it back, again and again. `pass` is
/// what each side does with a message before it sends it.
fn round_trips(trips: usize, size: usize, pass: fn(Vec<u8>) -> Vec<u8>) -> f64 {
    let (there, at_echo) = mpsc::channel();
    let (back, at_home) = mpsc::channel();
    let echo = move || at_echo.into_iter().all(|it| back.send(pass(it)).is_ok());
    to_and_fro(
        trips,
        size,
        echo,
        move |it| there.send(pass(it)).expect("it listens"),
        move || at_home.recv().expect("it answers"),
    )
}

/// The same with channels that have room for one message.
fn sync_round_trips(trips: usize, size: usize) -> f64 {
    let (there, at_echo) = mpsc::sync_channel(1);
    let (back, at_home) = mpsc::sync_channel(1);
    let echo = move || at_echo.into_iter().all(|it| back.send(it).is_ok());
    to_and_fro(
        trips,
        size,
        echo,
        move |it| there.send(it).expect("it listens"),
        move || at_home.recv().expect("it answers"),
    )
}

fn crossbeam_round_trips(trips: usize, size: usize) -> f64 {
    let (there, at_echo) = crossbeam_channel::unbounded();
    let (back, at_home) = crossbeam_channel::unbounded();
    let echo = move || at_echo.into_iter().all(|it| back.send(it).is_ok());
    to_and_fro(
        trips,
        size,
        echo,
        move |it| there.send(it).expect("it listens"),
        move || at_home.recv().expect("it answers"),
    )
}

/// The same between two tasks.
fn tokio_round_trips(trips: usize, size: usize) -> f64 {
    let (there, mut at_echo) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    let (back, mut at_home) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    TOKIO.spawn(async move {
        while let Some(message) = at_echo.recv().await {
            if back.send(message).await.is_err() {
                break;
            }
        }
    });
    let home = TOKIO.spawn(async move {
        let mut message = vec![1; size];
        let start = Instant::now();
        for _ in 0..trips {
            there.send(message).await.expect("it listens");
            message = at_home.recv().await.expect("it answers");
            assert_eq!((message.len(), message[0]), (size, 1));
        }
        start.elapsed().as_nanos() as f64 / trips as f64
    });
    TOKIO.block_on(home).expect("it returns")
}

/// The nanoseconds for a message to go to the thread of `echo` and come back.
/// `echo` ends when `send` is dropped.
fn to_and_fro(
    trips: usize,
    size: usize,
    echo: impl FnOnce() -> bool + Send,
    send: impl Fn(Vec<u8>),
    receive: impl Fn() -> Vec<u8>,
) -> f64 {
    thread::scope(|scope| {
        scope.spawn(echo);
        let mut message = vec![1; size];
        let sample = each(trips, || {
            for _ in 0..trips {
                send(std::mem::take(&mut message));
                message = receive();
                assert_eq!((message.len(), message[0]), (size, 1));
            }
        });
        drop(send);
        sample
    })
}

fn check(sum: u64, count: u64) {
    assert_eq!(sum, count * (count - 1) / 2, "a message was lost");
}

fn stream(effort: Effort, (sender, receiver): (mpsc::Sender<u64>, mpsc::Receiver<u64>)) -> f64 {
    let count = effort.times(100_000);
    each(count, || {
        let summing = thread::spawn(move || receiver.into_iter().sum());
        for number in 0..count as u64 {
            sender.send(number).expect("it listens");
        }
        drop(sender);
        check(summing.join().expect("it returns"), count as u64);
    })
}

fn sync_stream(count: usize, room: usize) -> f64 {
    let (sender, receiver) = mpsc::sync_channel(room);
    each(count, || {
        let summing = thread::spawn(move || receiver.into_iter().sum());
        for number in 0..count as u64 {
            sender.send(number).expect("it listens");
        }
        drop(sender);
        check(summing.join().expect("it returns"), count as u64);
    })
}

fn crossbeam_stream(
    effort: Effort,
    (sender, receiver): (
        crossbeam_channel::Sender<u64>,
        crossbeam_channel::Receiver<u64>,
    ),
) -> f64 {
    let count = effort.times(100_000);
    each(count, || {
        let summing = thread::spawn(move || receiver.into_iter().sum());
        for number in 0..count as u64 {
            sender.send(number).expect("it listens");
        }
        drop(sender);
        check(summing.join().expect("it returns"), count as u64);
    })
}

fn tokio_stream(effort: Effort) -> f64 {
    let count = effort.times(100_000);
    each(count, || {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(ROOM);
        let summing = TOKIO.spawn(async move {
            let mut sum = 0;
            while let Some(number) = receiver.recv().await {
                sum += number;
            }
            sum
        });
        TOKIO.spawn(async move {
            for number in 0..count as u64 {
                sender.send(number).await.expect("it listens");
            }
        });
        check(TOKIO.block_on(summing).expect("it returns"), count as u64);
    })
}
