use std::time::Duration;
use tokio::time::sleep;

async fn send_receipt(order: u32) {
    sleep(Duration::from_millis(50)).await; // a mail server
    println!("receipt for order {order} sent");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(send_receipt(7)); // started, not awaited
    println!("main ends");
}
