import { once } from "node:events";
import { Worker } from "node:worker_threads";

type Counts = Map<string, number>;

async function countInWorker(texts: string[]) {
  const file = new URL("./worker.ts", import.meta.url);
  const worker = new Worker(file, { workerData: texts });
  const [counts] = (await once(worker, "message")) as [Counts];
  return counts;
}

async function countWords(texts: string[], workers: number) {
  const size = Math.ceil(texts.length / workers);
  const parts: Promise<Counts>[] = [];
  for (let at = 0; at < texts.length; at += size) {
    parts.push(countInWorker(texts.slice(at, at + size)));
  }
  const total: Counts = new Map();
  for (const counts of await Promise.all(parts)) {
    for (const [word, times] of counts) {
      total.set(word, (total.get(word) ?? 0) + times);
    }
  }
  return total;
}

const texts = ["a rose is a rose", "is a rose", "a rose"];
for (const [word, times] of await countWords(texts, 2)) {
  console.log(`${word}: ${times}`);
}
