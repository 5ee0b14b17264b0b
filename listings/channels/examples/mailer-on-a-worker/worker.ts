import { parentPort } from "node:worker_threads";

export type ToMailer =
  | { kind: "receipt"; text: string }
  | { kind: "stop" };

parentPort?.on("message", (message: ToMailer) => {
  switch (message.kind) {
    case "receipt":
      console.log(`delivered ${message.text}`);
      break;
    case "stop":
      parentPort?.close(); // nothing listens now: it exits
  }
});
