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
            let reason: &str = if let Some(fixed) =
                panic.downcast_ref::<&str>()
            {
                fixed
            } else if let Some(formatted) =
                panic.downcast_ref::<String>()
            {
                formatted
            } else {
                "the panic has no text"
            };
            println!("no share: {reason}");
        }
    }
    println!("main goes on");
}
