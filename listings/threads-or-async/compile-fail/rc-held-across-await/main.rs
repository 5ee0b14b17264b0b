use std::rc::Rc;
use std::time::Duration;
use tokio::time::sleep;

async fn send_receipts() {
    let orders = Rc::new(vec![1, 2, 3]);
    for order in orders.iter() {
        sleep(Duration::from_millis(10)).await; // a mail server
        println!("receipt for order {order} sent");
    }
}

#[tokio::main]
async fn main() {
    let task = tokio::spawn(send_receipts());
    task.await.expect("the task does not panic");
}
