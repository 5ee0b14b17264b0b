fn monthly_report() -> u64 {
    (0..3_000_000).map(|i| i % 7).sum()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let answered = tokio::spawn(async {
        println!("request answered");
    });

    println!("report starts");
    println!("report done: {}", monthly_report());
    answered.await.expect("the task does not panic");
}
