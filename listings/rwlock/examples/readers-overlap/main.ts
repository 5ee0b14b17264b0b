import { locks } from "node:worker_threads";

const prices = [350, 420, 1200];
let inside = 0;
const allInside = Promise.withResolvers<void>();

async function readPrices(): Promise<number> {
  inside += 1;
  if (inside === 3) allInside.resolve();
  // No one passes until three hold the lock
  await allInside.promise;
  return prices.reduce((sum, price) => sum + price, 0);
}

const quotes = Array.from({ length: 3 }, () =>
  locks.request("prices", { mode: "shared" }, readPrices),
);
for (const total of await Promise.all(quotes)) {
  console.log(`quote: ${total}`);
}
