import { setTimeout as sleep } from "node:timers/promises";

async function sendReceipt(order: number) {
  await sleep(50); // stands for a mail server
  console.log(`receipt for order ${order} sent`);
}

void sendReceipt(7); // started, not awaited
console.log("main ends");
