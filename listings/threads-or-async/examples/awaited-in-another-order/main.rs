async fn brew(what: &str) {
    println!("{what}: begins");
    tokio::task::yield_now().await; // others may run
    println!("{what}: done");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let tea = brew("tea");
    let coffee = brew("coffee");

    coffee.await;
    tea.await;
}
