import { parentPort, workerData } from "node:worker_threads";

const counts = new Map<string, number>();
for (const text of workerData as string[]) {
  for (const word of text.split(" ")) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}
parentPort?.postMessage(counts);
