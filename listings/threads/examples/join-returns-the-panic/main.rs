use std::thread;

fn total(cents: &[u32], people: usize) -> u32 {
    assert!(people > 0, "nobody to split the bill");
    cents.iter().sum::<u32>() / people as u32
}

fn main() {
    let split = thread::Builder::new()
        .name("split-bill".into())
        .spawn(|| total(&[1250, 399, 870], 0))
        .expect("the system starts a thread");

    match split.join() {
        Ok(share) => println!("{share} cents each"),
        Err(panic) => {
            let reason = panic.downcast_ref::<&str>();
            println!("no share: {}", reason.unwrap_or(&"?"));
        }
    }
    println!("main goes on");
}
