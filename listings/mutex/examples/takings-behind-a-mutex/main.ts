import { setImmediate as nextTurn } from "node:timers/promises";
import { locks } from "node:worker_threads";

const takings = { orders: 0, cents: 0 };

async function till(price: number): Promise<void> {
  await locks.request("takings", async () => {
    const { orders, cents } = takings;
    await nextTurn(); // stands for taking the payment
    takings.orders = orders + 1;
    takings.cents = cents + price;
  }); // the lock is free when the callback's Promise settles
}

await Promise.all([350, 420, 1200].map(till));
console.log(takings);
