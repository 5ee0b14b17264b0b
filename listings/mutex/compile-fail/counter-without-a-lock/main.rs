use std::thread;

fn main() {
    let mut sold = 0;

    thread::scope(|s| {
        s.spawn(|| {
            for _ in 0..1_000_000 {
                sold += 1;
            }
        });
        s.spawn(|| {
            for _ in 0..1_000_000 {
                sold += 1;
            }
        });
    });

    println!("counted {sold}");
}
