import { locks } from "node:worker_threads";

let stock = 10;
let orders = 0;
let holders = 0;
const bothHoldOne = Promise.withResolvers<void>();

function meet(): Promise<void> {
  holders += 1;
  if (holders === 2) bothHoldOne.resolve();
  return bothHoldOne.promise;
}

const sell = locks.request("stock", async () => {
  await meet();
  await locks.request("orders", () => {
    orders += 1; // never reached
  });
  stock -= 1;
});
const takeBack = locks.request("orders", async () => {
  await meet();
  await locks.request("stock", () => {
    stock += 1; // never reached
  });
  orders -= 1;
});

console.log("selling one, taking one back");
await Promise.all([sell, takeBack]);
console.log(`both done: ${stock}, ${orders}`);
