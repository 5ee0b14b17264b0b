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
  console.log(
    page.status === "fulfilled" ? page.value : "timed out",
  );
}
