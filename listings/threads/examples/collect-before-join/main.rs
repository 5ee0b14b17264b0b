use std::thread;

fn upload(photo: u32) -> u32 {
    photo * 10 // stands for waiting for a server
}

fn main() {
    // Lazy: each photo is joined before the next is spawned.
    let in_turn: Vec<u32> = (1..=3)
        .inspect(|photo| println!("spawn {photo}"))
        .map(|photo| thread::spawn(move || upload(photo)))
        .map(|handle| handle.join().unwrap())
        .inspect(|done| println!("join  {done}"))
        .collect();

    // `collect` first: all are started before the first join.
    let handles: Vec<_> = (1..=3)
        .inspect(|photo| println!("spawn {photo}"))
        .map(|photo| thread::spawn(move || upload(photo)))
        .collect();
    let at_once: Vec<u32> = handles
        .into_iter()
        .map(|handle| handle.join().unwrap())
        .inspect(|done| println!("join  {done}"))
        .collect();

    assert_eq!(in_turn, at_once);
}
