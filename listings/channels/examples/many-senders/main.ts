import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);

for (const till of ["north", "south"]) {
  const worker = new Worker(file, { workerData: till });
  worker.on("message", (line: string) => console.log(line));
}
