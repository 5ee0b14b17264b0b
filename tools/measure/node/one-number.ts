// The smallest Worker: it sends one number and ends.

import { parentPort, workerData } from "node:worker_threads";

parentPort?.postMessage(workerData);
