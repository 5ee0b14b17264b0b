import { workerData } from "node:worker_threads";

type Lists = { prices: number[]; shared: Int32Array };

const { prices, shared } = workerData as Lists;
prices[0] = 999;
Atomics.store(shared, 0, 999);
