//! What must hold for the mailer, in every schedule.

use graceful_stop::Mailer;
use support::every_schedule;

const STUCK: &str = "nobody gets on: `stop` waits for the thread, and the thread for a receipt \
    that nobody will send";

every_schedule! {
    fn an_idle_mailer_can_be_stopped() {
        scenario: {
            let mailer = Mailer::start(|_| {});
            mailer.stop().to_string()
        },
        wrong: |count| match count {
            "0" => None,
            _ => Some(format!("nothing was sent, and `stop` speaks of {count} receipts")),
        },
        stuck: STUCK,
    }

    fn nothing_that_was_sent_is_lost() {
        scenario: {
            use std::sync::{Arc, Mutex};
            let delivered = Arc::new(Mutex::new(Vec::new()));
            let log = Arc::clone(&delivered);
            let mailer = Mailer::start(move |receipt| log.lock().unwrap().push(receipt));
            mailer.send("1");
            mailer.send("2");
            let count = mailer.stop();
            let delivered = delivered.lock().unwrap().join(" ");
            format!("{count}: {delivered}")
        },
        wrong: |said| match said {
            "2: 1 2" => None,
            _ => {
                let (count, delivered) = said.split_once(": ").unwrap_or((said, ""));
                Some(if delivered == "1 2" {
                    format!("2 receipts were delivered, and `stop` speaks of {count}")
                } else if delivered == "2 1" {
                    "the receipts were delivered in another order".into()
                } else {
                    format!("a receipt is lost: 1 and 2 were sent, and when `stop` returned only [{delivered}] had been delivered")
                })
            }
        },
        stuck: STUCK,
    }

    fn every_text_is_a_receipt() {
        scenario: {
            let mailer = Mailer::start(|_| {});
            mailer.send("");
            mailer.send("stop");
            mailer.stop().to_string()
        },
        wrong: |count| match count {
            "2" => None,
            _ => Some(format!("a receipt is lost: an empty one and one that says stop are receipts as well, and {count} of the two were delivered")),
        },
        stuck: STUCK,
    }

    asleep:
    fn an_idle_mailer_sleeps() {
        scenario: {
            let mailer = Mailer::start(|_| {});
            loop {
                std::thread::park();
                mailer.send("never");
            }
        },
        busy: "an idle mailer burns a core: its thread looks again and again whether there is something to do, instead of waiting in `recv`",
    }
}
