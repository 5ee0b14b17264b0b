import { setImmediate as nextTurn } from "node:timers/promises";

let sold = 0;

async function sell(): Promise<void> {
  const seen = sold;
  await nextTurn(); // stands for taking the payment
  sold = seen + 1;
}

const buyers = Array.from({ length: 10 }, sell);
await Promise.all(buyers);
console.log(`buyers: ${buyers.length}, sold: ${sold}`);
