use std::sync::Barrier;
use std::thread;

fn main() {
    let doors = Barrier::new(1_001);

    thread::scope(|scope| {
        let customers: Vec<_> = (0..1_000)
            .map(|_| scope.spawn(|| doors.wait()))
            .collect();
        // Each is started, and waits or is on its way there.
        let not_finished = customers
            .iter()
            .filter(|customer| !customer.is_finished())
            .count();
        println!("not finished: {not_finished}");

        doors.wait();
    });
    println!("all inside");
}
