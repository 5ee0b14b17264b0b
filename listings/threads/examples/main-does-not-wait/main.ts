import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
new Worker(file);

console.log("main: the order is placed");
// The worker keeps the process alive until it has ended.
