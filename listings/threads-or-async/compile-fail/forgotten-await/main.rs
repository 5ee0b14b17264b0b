#![deny(unused_must_use)] // a warning by default

async fn send_receipt(order: u32) {
    println!("receipt for order {order} sent");
}

#[tokio::main]
async fn main() {
    send_receipt(7);
    println!("done");
}
