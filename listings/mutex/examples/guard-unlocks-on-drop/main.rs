use std::sync::Mutex;

fn main() {
    let seats = Mutex::new(5);

    {
        let mut left = seats.lock().unwrap();
        *left = 6;
        println!("guard alive: {seats:?}");
    } // the guard drops here, and unlocks

    println!("guard gone:  {seats:?}");
}
