use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

async fn send_receipt(order: u32) -> Result<u32, String> {
    if order == 3 {
        return Err("no address".to_string());
    }
    sleep(Duration::from_millis(10)).await; // a mail server
    Ok(order)
}

#[tokio::main]
async fn main() {
    let mut tasks: JoinSet<_> =
        (1..=4).map(send_receipt).collect();

    let mut sent = vec![];
    while let Some(joined) = tasks.join_next().await {
        // The outer Result is about a panic in the task.
        match joined.expect("no task panics") {
            Ok(order) => sent.push(order),
            Err(reason) => println!("failed: {reason}"),
        }
    }
    sent.sort(); // they come as they finish
    println!("sent: {sent:?}");
}
