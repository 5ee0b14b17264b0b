import { parentPort, workerData } from "node:worker_threads";

const cart = workerData as number[];
parentPort?.postMessage(cart);
