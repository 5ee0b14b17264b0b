import { parentPort, workerData } from "node:worker_threads";

type Bill = { cents: number[]; people: number };

const { cents, people } = workerData as Bill;
if (people === 0) throw new Error("nobody to split the bill");
const total = cents.reduce((sum, item) => sum + item);
parentPort?.postMessage(total / people);
