use std::rc::Rc;
use tokio::task::yield_now;

async fn send_receipts() {
    let orders = Rc::new(vec![1, 2, 3]);
    let count = orders.len();
    drop(orders);

    yield_now().await;
    println!("{count} receipts sent");
}

#[tokio::main]
async fn main() {
    let task = tokio::spawn(send_receipts());
    task.await.expect("the task does not panic");
}
