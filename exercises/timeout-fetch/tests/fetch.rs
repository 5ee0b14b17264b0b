//! What must hold for the fetches. The clock is tokio's own, paused: it goes
//! on only when every task waits, at once to the next moment that somebody
//! waits for. So an hour takes no time, and all times are exact.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use timeout_fetch::{TimedOut, fetch_all};
use tokio::time::{Instant, sleep, timeout};

const LIMIT: Duration = Duration::from_millis(1000);

/// Each page takes as many milliseconds as its address says; "never" never
/// comes.
async fn page(url: String) -> String {
    match url.parse() {
        Ok(millis) => sleep(Duration::from_millis(millis)).await,
        Err(_) => pending().await,
    }
    format!("page {url}")
}

/// `fetch_all` with an end, however it is written.
async fn fetched(urls: &[&str]) -> Vec<Result<String, TimedOut>> {
    timeout(Duration::from_secs(3600), fetch_all(urls, LIMIT, page))
        .await
        .expect("a page that never comes is waited for without end: there is no time-out")
}

#[tokio::test(start_paused = true)]
async fn a_page_that_never_comes_times_out() {
    let pages = fetched(&["300", "never", "100"]).await;
    let right = [
        Ok("page 300".to_owned()),
        Err(TimedOut),
        Ok("page 100".to_owned()),
    ];
    assert_eq!(
        pages, right,
        "of three pages the second one never comes; the others must be there, in their order"
    );
}

#[tokio::test(start_paused = true)]
async fn all_are_fetched_at_the_same_time() {
    let start = Instant::now();
    fetched(&["600", "700", "800"]).await;
    let took = start.elapsed().as_millis();
    assert!(
        took < 1000,
        "three pages that take 600, 700 and 800 ms took {took} ms: they are fetched in turn"
    );
}

#[tokio::test(start_paused = true)]
async fn the_limit_holds_for_each_from_the_start() {
    let start = Instant::now();
    let pages = fetched(&["900", "1500", "never"]).await;
    let took = start.elapsed().as_millis();
    assert_eq!(
        pages,
        [Ok("page 900".to_owned()), Err(TimedOut), Err(TimedOut)],
        "the limit is 1000 ms for each page, and they take 900, 1500 and for ever"
    );
    assert!(
        took < 1100,
        "with a limit of 1000 ms for each it took {took} ms: the time-outs come one after another"
    );
}

#[tokio::test(start_paused = true)]
async fn what_timed_out_does_not_go_on() {
    // Each fetch holds a clone, so the count says how many are under way.
    let under_way = Arc::new(());
    let fetch = |url: String| {
        let ticket = Arc::clone(&under_way);
        async move {
            let page = page(url).await;
            drop(ticket);
            page
        }
    };
    let urls = ["100", "5000", "never"];
    let fetching = fetch_all(&urls, LIMIT, fetch);
    let waited = timeout(Duration::from_secs(3600), fetching).await;
    assert!(
        waited.is_ok(),
        "a page that never comes is waited for without end: there is no time-out"
    );
    // Whoever aborts a task does not wait for its end: it gets its turn here.
    tokio::task::yield_now().await;
    let left = Arc::strong_count(&under_way) - 1;
    assert_eq!(
        left, 0,
        "`fetch_all` has returned, and {left} fetches are still under way: they were given up, not ended"
    );
}
