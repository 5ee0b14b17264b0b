import { once } from "node:events";
import {
  isMainThread,
  Worker,
  workerData,
} from "node:worker_threads";

type Lists = { prices: number[]; shared: Int32Array };

if (isMainThread) {
  const bytes = new SharedArrayBuffer(8);
  const lists: Lists = {
    prices: [250, 400],
    shared: new Int32Array(bytes),
  };
  lists.shared.set(lists.prices);

  const worker = new Worker(new URL(import.meta.url), {
    workerData: lists,
  });
  await once(worker, "exit");

  console.log("object:", lists.prices); // the worker had a copy
  console.log("shared bytes:", [...lists.shared]);
} else {
  const { prices, shared } = workerData as Lists;
  prices[0] = 999;
  Atomics.store(shared, 0, 999);
}
