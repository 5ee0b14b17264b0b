import { parentPort, workerData } from "node:worker_threads";

const { cents, people }: { cents: number[]; people: number } =
  workerData;
if (people === 0) throw new Error("nobody to split the bill");
const total = cents.reduce((sum, item) => sum + item);
parentPort?.postMessage(total / people);
