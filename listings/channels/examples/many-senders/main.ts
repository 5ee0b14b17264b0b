import { Worker } from "node:worker_threads";

const module = new URL("./worker.ts", import.meta.url);

for (const till of ["north", "south"]) {
  const worker = new Worker(module, { workerData: till });
  worker.on("message", (line) => console.log(line));
}
