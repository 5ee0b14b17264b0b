import { once } from "node:events";
import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
const pricing = new Worker(file, {
  workerData: [1250, 399, 870],
});

console.log("main: free for other work");

// waits here
const [total] = (await once(pricing, "message")) as [number];
console.log(`main: the total is ${total} cents`);
