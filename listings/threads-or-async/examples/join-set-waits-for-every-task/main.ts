import { setTimeout as sleep } from "node:timers/promises";

async function sendReceipt(order: number): Promise<number> {
  if (order === 3) throw new Error("no address");
  await sleep(10); // stands for a mail server
  return order;
}

const tasks = [1, 2, 3, 4].map(sendReceipt);
const results = await Promise.allSettled(tasks);

const sent: number[] = [];
for (const result of results) {
  if (result.status === "fulfilled") sent.push(result.value);
  else console.log("failed:", String(result.reason));
}
console.log("sent:", sent);
