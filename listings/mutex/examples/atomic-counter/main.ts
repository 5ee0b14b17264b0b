import { once } from "node:events";
import { Worker } from "node:worker_threads";

const sold = new Int32Array(new SharedArrayBuffer(4));
const file = new URL("./worker.ts", import.meta.url);

const tills = [
  new Worker(file, { workerData: sold }),
  new Worker(file, { workerData: sold }),
];
await Promise.all(tills.map((till) => once(till, "exit")));
console.log(`counted ${Atomics.load(sold, 0)}`);
