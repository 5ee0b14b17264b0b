import { setTimeout } from "node:timers/promises";

await setTimeout(200); // stands for a slow mail server
console.log("worker: the receipt is sent");
