import { once } from "node:events";
import { Worker } from "node:worker_threads";

const file = new URL("./worker.ts", import.meta.url);
const printer = new Worker(file);

printer.postMessage("label 1");
await once(printer, "exit");

printer.postMessage("label 2"); // no error, no answer
console.log("posted label 2, to nobody");
