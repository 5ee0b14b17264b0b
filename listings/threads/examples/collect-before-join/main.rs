use std::thread;

fn resize(photo: u32) -> u32 {
    photo * 10 // stands for the real work
}

fn main() {
    // Lazy: each photo is joined before the next is spawned.
    let in_turn: Vec<u32> = (1..=3)
        .inspect(|photo| println!("spawn {photo}"))
        .map(|photo| thread::spawn(move || resize(photo)))
        .map(|handle| handle.join().unwrap())
        .inspect(|done| println!("join  {done}"))
        .collect();

    // `collect` first: all three run before the first join.
    let handles: Vec<_> = (1..=3)
        .inspect(|photo| println!("spawn {photo}"))
        .map(|photo| thread::spawn(move || resize(photo)))
        .collect();
    let at_once: Vec<u32> = handles
        .into_iter()
        .map(|handle| handle.join().unwrap())
        .inspect(|done| println!("join  {done}"))
        .collect();

    assert_eq!(in_turn, at_once);
}
