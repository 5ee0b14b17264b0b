import { once } from "node:events";
import { Worker } from "node:worker_threads";

const cart = [1250, 399];
const file = new URL("./worker.ts", import.meta.url);
// The worker gets a copy.
const pricing = new Worker(file, { workerData: cart });

cart.push(870); // the worker never sees this
const [seen] = (await once(pricing, "message")) as [number[]];
console.log("worker: the cart holds", seen);
console.log("main: the cart holds", cart);
