import { parentPort, workerData } from "node:worker_threads";

const till = workerData as string;
for (const sale of [1, 2]) {
  parentPort?.postMessage(`${till}: sale ${sale}`);
}
