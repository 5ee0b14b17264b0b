import { workerData } from "node:worker_threads";

const sold = workerData as Int32Array;

for (let sale = 0; sale < 1_000_000; sale++) {
  Atomics.add(sold, 0, 1); // one step: read, add, write
}
