use tokio::task::yield_now;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::spawn(async {
        println!("task: looking for the address");
        yield_now().await; // stands for the mail server
        println!("task: receipt sent");
    });

    println!("main: spawned");
    yield_now().await;
    println!("main: ends");
}
