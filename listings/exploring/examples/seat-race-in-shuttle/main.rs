use shuttle::sync::{Arc, Mutex};
use shuttle::thread;

fn sell() {
    let free = Arc::new(Mutex::new(1));

    let buyers = ["Ada", "Bob"].map(|_who| {
        let free = Arc::clone(&free);
        thread::spawn(move || {
            if *free.lock().unwrap() > 0 {
                *free.lock().unwrap() -= 1;
            }
        })
    });
    for buyer in buyers {
        buyer.join().unwrap();
    }

    assert_eq!(
        *free.lock().unwrap(),
        0,
        "the seat, sold twice"
    );
}

fn main() {
    shuttle::check_dfs(sell, None); // every schedule, in order
}
