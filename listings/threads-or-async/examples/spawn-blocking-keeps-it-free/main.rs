use std::sync::mpsc;
use tokio::task::spawn_blocking;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (answered, wait_for_answer) = mpsc::channel();

    let report = spawn_blocking(move || {
        // On the runtime's own thread, this would never return.
        wait_for_answer.recv().expect("an answer is sent");
        "twelve pages"
    });
    let request = tokio::spawn(async move {
        println!("request answered");
        answered.send(()).expect("the report waits");
    });

    let (report, request) = tokio::join!(report, request);
    request.expect("no panic");
    println!("report done: {}", report.expect("no panic"));
}
