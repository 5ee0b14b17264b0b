import { on } from "node:events";
import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
const worker = new Worker(file);

const lines = on(worker, "message", { close: ["exit"] });
for await (const [line] of lines) {
  console.log(line);
}
console.log("worker gone");
