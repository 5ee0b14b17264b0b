import { parentPort, workerData } from "node:worker_threads";

const items = workerData as number[]; // a copy of main's
parentPort?.postMessage(
  items.reduce((sum, cents) => sum + cents),
);
// Nothing listens for more messages, so the worker ends here.
