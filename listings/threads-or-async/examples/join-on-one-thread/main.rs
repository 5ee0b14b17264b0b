use tokio::sync::oneshot::{self, Receiver, Sender};

async fn kitchen(order: Receiver<String>) {
    println!("kitchen: waiting");
    if let Ok(dish) = order.await {
        println!("kitchen: cooking {dish}");
    }
}

async fn waiter(order: Sender<String>) {
    println!("waiter: taking the order");
    let _ = order.send("soup".to_string());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (send, receive) = oneshot::channel();
    // One after the other, the kitchen would wait forever.
    tokio::join!(biased; kitchen(receive), waiter(send));
}
