//! What must hold for the progress bar, in every schedule.

use progress_bar::with_progress;
use support::every_schedule;

every_schedule! {
    fn the_bar_grows_by_one() {
        scenario: {
            let mut drawn = String::new();
            with_progress(vec![1, 2], |_| {}, |done, all| drawn += &format!("{done}/{all} "));
            drawn
        },
        wrong: |drawn| match drawn {
            "1/2 2/2 " => None,
            "2/2 1/2 " => Some("the bar goes backwards: 2/2 is drawn before 1/2".into()),
            _ => Some(format!("the bar should be drawn as 1/2 and 2/2, and was drawn as {drawn}")),
        },
        stuck: "nobody gets on: the bar waits for a worker, and all of them have ended",
    }

    fn only_what_is_done_is_drawn() {
        scenario: {
            use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
            let worked = AtomicUsize::new(0);
            let mut early = 0;
            let work = |_| {
                worked.fetch_add(1, SeqCst);
            };
            with_progress(vec![1, 2], work, |done, _| early += usize::from(worked.load(SeqCst) < done));
            early.to_string()
        },
        wrong: |early| match early {
            "0" => None,
            _ => Some("the bar is drawn too early: it says that a file is done which is still being worked on".into()),
        },
        stuck: "nobody gets on: the bar waits for a worker, and all of them have ended",
    }

    fn no_files_are_done_at_once() {
        scenario: {
            let mut drawn = 0;
            with_progress(Vec::<u32>::new(), |_| {}, |_, _| drawn += 1);
            drawn.to_string()
        },
        wrong: |drawn| match drawn {
            "0" => None,
            _ => Some(format!("there are no files, and the bar was drawn {drawn} times")),
        },
        stuck: "nobody gets on: the bar waits for a worker, and there are none",
    }

    fn two_files_are_done_at_the_same_time() {
        scenario: {
            let meet = std::sync::Barrier::new(2);
            with_progress(vec![1, 2], |_| { meet.wait(); }, |_, _| {});
            String::new()
        },
        wrong: |_| None,
        stuck: "nobody gets on: each of two files waits until the other is begun, and it is not; the files are done in turn, not at the same time, or the bar waits for a worker that has ended",
    }

    fn the_bar_is_drawn_while_others_work() {
        scenario: {
            let (drawn, see) = std::sync::mpsc::channel();
            let see = std::sync::Mutex::new(see);
            // The work on file 2 ends only after the bar was drawn for file 1.
            let work = |file| if file == 2 {
                see.lock().unwrap().recv().unwrap();
            };
            with_progress(vec![1, 2], work, |_, _| drawn.send(()).unwrap());
            String::new()
        },
        wrong: |_| None,
        stuck: "nobody gets on: file 1 is done, and the bar is not drawn while file 2 is still being worked on",
    }

    asleep:
    fn the_bar_sleeps_while_the_workers_work() {
        scenario: {
            with_progress(vec![1], |_| loop { std::thread::park() }, |_, _| {});
            String::new()
        },
        busy: "the thread of the bar burns a core: it looks again and again whether a file is done, instead of waiting until it is told",
    }
}
