async fn place_order(item: &str) -> String {
    println!("placing {item}");
    format!("{item} ordered")
}

#[tokio::main]
async fn main() {
    let tea = place_order("tea"); // a value; nothing has run
    let cake = place_order("cake");
    println!("nothing awaited yet");

    println!("{}", tea.await); // runs here
    drop(cake); // never ran, never will
}
