use std::thread;

fn main() {
    let pricing = thread::spawn(|| {
        println!("worker: adding up three items");
        [1250, 399, 870].iter().sum::<u32>()
    });

    println!("main: free for other work");

    let total = pricing.join().unwrap(); // waits here
    println!("main: the total is {total} cents");
}
