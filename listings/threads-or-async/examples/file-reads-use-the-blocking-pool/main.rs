use std::sync::mpsc;
use tokio::runtime::Builder;
use tokio::task::{spawn_blocking, yield_now};

fn main() -> std::io::Result<()> {
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(1)
        .build()?;

    runtime.block_on(async {
        let (release, hold) = mpsc::channel::<()>();
        let holder = spawn_blocking(move || hold.recv());

        let lookup = tokio::spawn(tokio::fs::metadata("."));
        for _ in 0..1_000 {
            yield_now().await; // the task gets a thousand turns
        }
        println!("done: {}", lookup.is_finished());

        drop(release); // the only blocking thread is free again
        let _ = holder.await;
        println!("found: {}", lookup.await.is_ok());
    });
    Ok(())
}
