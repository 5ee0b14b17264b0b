//! Two threads turn a switch of their own type back and forth for ever.
use std::sync::Mutex;
use std::thread;

#[derive(PartialEq)]
enum Side {
    Left,
    Right,
}

static SWITCH: Mutex<Side> = Mutex::new(Side::Left);

fn main() {
    thread::scope(|s| {
        s.spawn(|| {
            loop {
                let mut side = SWITCH.lock().unwrap();
                if *side == Side::Left {
                    *side = Side::Right;
                }
            }
        });
        s.spawn(|| {
            loop {
                let mut side = SWITCH.lock().unwrap();
                if *side == Side::Right {
                    *side = Side::Left;
                }
            }
        });
    });
}
