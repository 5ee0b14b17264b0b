import { workerData } from "node:worker_threads";

const sold: Int32Array = workerData;

for (let sale = 0; sale < 1_000_000; sale++) {
  Atomics.add(sold, 0, 1); // one step: read, add, write
}
