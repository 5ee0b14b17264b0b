import { once } from "node:events";
import { Worker } from "node:worker_threads";

const starts = [0, 50_000, 100_000, 150_000];

// One worker of the pool: it takes a chunk whenever it is free.
async function serve(): Promise<number> {
  const file = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(file);
  let primes = 0;
  for (;;) {
    const from = starts.pop();
    if (from === undefined) break;
    worker.postMessage({ from, to: from + 50_000 });
    const [found] = (await once(worker, "message")) as [number];
    primes += found;
  }
  await worker.terminate(); // it listens, so it would never end
  return primes;
}

const sums = await Promise.all([serve(), serve()]);
console.log(`primes: ${sums.reduce((a, b) => a + b)}`);
