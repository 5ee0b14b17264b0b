import { once } from "node:events";
import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
const split = new Worker(file, {
  workerData: { cents: [1250, 399, 870], people: 0 },
});

try {
  const [share] = (await once(split, "message")) as [number];
  console.log(`${share} cents each`);
} catch (error) {
  const reason =
    error instanceof Error ? error.message : String(error);
  console.log(`no share: ${reason}`);
}
console.log("main goes on");
