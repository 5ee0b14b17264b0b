use std::sync::Mutex;

fn main() {
    let jobs = Mutex::new(vec!["resize", "crop", "rotate"]);
    let free = || jobs.try_lock().is_ok();

    let job = jobs.lock().unwrap().pop();
    println!("let: {job:?}, lock free: {}", free());

    if !jobs.lock().unwrap().is_empty() {
        println!("if: lock free: {}", free());
    }

    if let Some(job) = jobs.lock().unwrap().pop() {
        println!("if let: {job}, lock free: {}", free());
    }

    while let Some(job) = jobs.lock().unwrap().pop() {
        println!("while let: {job}, lock free: {}", free());
    }

    if let Some(job) = jobs.lock().unwrap().pop() {
        println!("not reached: {job}");
    } else {
        // edition 2024: true; edition 2021: false
        println!("else: no job, lock free: {}", free());
    }

    let rest = &*jobs.lock().unwrap(); // kept with `rest`
    println!("let &: {rest:?}, lock free: {}", free());
}
