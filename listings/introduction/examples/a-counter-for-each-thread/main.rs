use std::thread;

fn main() {
    let mut visits = 0;

    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(move || {
                visits += 1;
                println!("counted: {visits}");
            });
        }
    });

    println!("in the end: {visits}");
}
