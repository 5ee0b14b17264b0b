import { parentPort, workerData } from "node:worker_threads";

for (const sale of [1, 2]) {
  parentPort?.postMessage(`${workerData}: sale ${sale}`);
}
