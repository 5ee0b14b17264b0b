import { parentPort } from "node:worker_threads";

parentPort?.once("message", (label: string) => {
  console.log(`printed ${label}`);
  // No listener is left: the Worker exits
});
