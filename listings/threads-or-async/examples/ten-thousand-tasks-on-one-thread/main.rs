use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Opens when everybody, main included, has arrived.
    let doors = Arc::new(Barrier::new(10_001));

    let mut queue = JoinSet::new();
    for _ in 0..10_000 {
        let doors = Arc::clone(&doors);
        queue.spawn(async move {
            doors.wait().await;
        });
    }

    let metrics = Handle::current().metrics();
    println!("worker threads: {}", metrics.num_workers());
    println!("tasks: {}", metrics.num_alive_tasks());

    doors.wait().await;
    println!("inside: {}", queue.join_all().await.len());
}
