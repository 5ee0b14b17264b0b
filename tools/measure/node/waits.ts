// A Worker that says that it is there, and waits.

import { parentPort } from "node:worker_threads";

parentPort?.on("message", () => {});
parentPort?.postMessage("ready");
