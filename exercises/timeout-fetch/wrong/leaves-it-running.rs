// refused: `fetch_all` has returned, and 2 fetches are still under way: they were given up, not ended
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
    let fetching: Vec<_> = urls
        .iter()
        .map(|url| timeout(limit, tokio::spawn(fetch((*url).to_owned()))))
        .collect();
    let mut pages = Vec::new();
    for task in fetching {
        let page = task.await.map_err(|_| TimedOut);
        pages.push(page.map(|page| page.expect("a fetch does not panic")));
    }
    pages
}
