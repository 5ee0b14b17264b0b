use std::sync::Barrier;
use std::thread;

fn main() {
    let doors = Barrier::new(1_001);

    thread::scope(|scope| {
        let customers: Vec<_> = (0..1_000)
            .map(|_| scope.spawn(|| doors.wait()))
            .collect();
        let still_waiting = customers
            .iter()
            .filter(|customer| !customer.is_finished())
            .count();
        println!("waiting: {still_waiting}");

        doors.wait();
    });
    println!("all inside");
}
