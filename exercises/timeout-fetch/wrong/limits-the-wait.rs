// refused: the limit is 1000 ms for each page, and they take 900, 1500 and for ever
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
        .map(|url| tokio::spawn(fetch((*url).to_owned())))
        .collect();
    let mut pages = Vec::new();
    for mut task in fetching {
        // The limit begins only when this one is waited for.
        let page = timeout(limit, &mut task).await.map_err(|_| TimedOut);
        task.abort();
        pages.push(page.map(|page| page.expect("a fetch does not panic")));
    }
    pages
}
