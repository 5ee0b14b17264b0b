import { setTimeout as sleep } from "node:timers/promises";

await sleep(200); // stands for a slow mail server
console.log("worker: the receipt is sent");
