import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ToMailer } from "./worker.ts";

const file = new URL("./worker.ts", import.meta.url);
const mailer = new Worker(file);

function post(message: ToMailer): void {
  mailer.postMessage(message);
}

post({ kind: "receipt", text: "receipt 1" });
post({ kind: "receipt", text: "receipt 2" });
post({ kind: "stop" }); // waits its turn behind the receipts

await once(mailer, "exit");
console.log("stopped, nothing lost");
