import { once } from "node:events";
import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
const prices = [250, 400];
const shared = new Int32Array(new SharedArrayBuffer(8));
shared.set(prices);

const worker = new Worker(file, {
  workerData: { prices, shared },
});
await once(worker, "exit");

console.log("object:", prices); // the worker had a copy
console.log("shared bytes:", [...shared]);
