//! What must hold for the session, in every schedule.

use send_able_session::Session;
use support::every_schedule;

const STUCK: &str = "nobody gets on: all threads wait for a lock \
    (a thread that locks a Mutex twice waits for itself)";

every_schedule! {
    fn a_clone_is_the_same_session() {
        scenario: {
            let session = Session::new("Ada");
            let clone = session.clone();
            let answers = (session.add("tea"), clone.add("tea"), clone.add("cup"));
            format!("{} {answers:?} {:?}", clone.customer(), session.items())
        },
        wrong: |said| match said {
            r#"Ada (true, false, true) ["tea", "cup"]"# => None,
            _ => Some(format!("a clone is to be the same session with the same cart; after adding tea, tea again and a cup through two clones you have {said}")),
        },
        stuck: STUCK,
    }

    fn a_session_may_go_to_another_thread() {
        scenario: {
            use std::thread::JoinHandle;
            /// Starts a thread with a value if it is `Send`; says so if not.
            struct Move<T>(T);
            #[allow(dead_code)]
            impl<T: Send + 'static> Move<T> {
                fn send_off(self, act: fn(T) -> bool) -> JoinHandle<bool> {
                    std::thread::spawn(move || act(self.0))
                }
            }
            #[allow(dead_code)]
            trait Refused<T>: Sized {
                fn send_off(self, _: fn(T) -> bool) -> JoinHandle<bool> {
                    panic!("a Session may not change threads: it is not `Send`, since one of its fields is not (E0277, if you tried)")
                }
            }
            impl<T> Refused<T> for Move<T> {}
            let session = Session::new("Ada");
            let there = Move(session.clone()).send_off(|session| session.add("tea"));
            session.add("cup");
            let there = there.join().unwrap();
            let mut items = session.items();
            items.sort();
            format!("{there} {items:?}")
        },
        wrong: |said| match said {
            r#"true ["cup", "tea"]"# => None,
            _ => Some(format!("two threads add tea and a cup to one session, and one is lost: {said}")),
        },
        stuck: STUCK,
    }

    fn the_same_thing_is_added_once() {
        scenario: {
            use std::thread::JoinHandle;
            /// Starts a thread with a value if it is `Send`; says so if not.
            struct Move<T>(T);
            #[allow(dead_code)]
            impl<T: Send + 'static> Move<T> {
                fn send_off(self, act: fn(T) -> bool) -> JoinHandle<bool> {
                    std::thread::spawn(move || act(self.0))
                }
            }
            #[allow(dead_code)]
            trait Refused<T>: Sized {
                fn send_off(self, _: fn(T) -> bool) -> JoinHandle<bool> {
                    panic!("a Session may not change threads: it is not `Send`, since one of its fields is not (E0277, if you tried)")
                }
            }
            impl<T> Refused<T> for Move<T> {}
            let session = Session::new("Ada");
            let there = Move(session.clone()).send_off(|session| session.add("tea"));
            let here = session.add("tea");
            let added = u32::from(here) + u32::from(there.join().unwrap());
            format!("{added} {}", session.items().len())
        },
        wrong: |said| match said {
            "1 1" => None,
            _ => Some("two threads add tea at the same time, and both are told that it was not there".into()),
        },
        stuck: STUCK,
    }
}
