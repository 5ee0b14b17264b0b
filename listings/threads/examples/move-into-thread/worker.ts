import { parentPort, workerData } from "node:worker_threads";

const cart: number[] = workerData;
parentPort?.postMessage(cart);
