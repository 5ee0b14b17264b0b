import { parentPort } from "node:worker_threads";

for (const id of [101, 102, 103]) {
  parentPort?.postMessage(`order ${id} packed`);
}
// Nothing is left to do here: the Worker exits
