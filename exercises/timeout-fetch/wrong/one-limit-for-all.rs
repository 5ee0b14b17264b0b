// refused: of three pages the second one never comes; the others must be there, in their order
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
    let mut fetching: Vec<_> = urls
        .iter()
        .map(|url| tokio::spawn(fetch((*url).to_owned())))
        .collect();
    let all = async {
        let mut pages = Vec::new();
        for task in &mut fetching {
            pages.push(Ok(task.await.expect("a fetch does not panic")));
        }
        pages
    };
    let pages = timeout(limit, all).await;
    for task in fetching {
        task.abort();
    }
    pages.unwrap_or_else(|_| vec![Err(TimedOut); urls.len()])
}
