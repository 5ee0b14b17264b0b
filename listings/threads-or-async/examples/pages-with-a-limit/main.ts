import { setTimeout as sleep } from "node:timers/promises";

// Stands for `fetch`: one shop never answers.
async function get(url: string, signal: AbortSignal) {
  const time = url === "slow" ? 3_600_000 : 1;
  return sleep(time, `prices of ${url}`, { signal });
}

async function fetchAll(urls: string[], limit: number) {
  return Promise.allSettled(
    urls.map((url) => get(url, AbortSignal.timeout(limit))),
  );
}

const pages = await fetchAll(["north", "slow", "south"], 500);
for (const page of pages) {
  if (page.status === "fulfilled") {
    console.log(page.value);
  } else {
    const reason: unknown = page.reason;
    // `sleep` puts the signal's reason into `cause`.
    const limit = reason instanceof Error ? reason.cause : null;
    if (!(limit instanceof DOMException)) throw reason;
    console.log("timed out");
  }
}
