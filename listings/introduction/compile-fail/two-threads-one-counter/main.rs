use std::thread;

fn main() {
    let mut visits = 0;

    thread::scope(|scope| {
        scope.spawn(|| visits += 1);
        scope.spawn(|| visits += 1);
    });

    println!("{visits} visits");
}
