import { parentPort, workerData } from "node:worker_threads";

const items: number[] = workerData; // a copy of main's array
parentPort?.postMessage(
  items.reduce((sum, cents) => sum + cents),
);
// Nothing listens for more messages, so the worker ends here.
