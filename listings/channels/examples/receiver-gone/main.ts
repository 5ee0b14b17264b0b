import { once } from "node:events";
import { Worker } from "node:worker_threads";

const printer = new Worker(
  new URL("./worker.ts", import.meta.url),
);

printer.postMessage("label 1");
await once(printer, "exit");

printer.postMessage("label 2"); // no error, no answer
console.log("posted label 2, to nobody");
