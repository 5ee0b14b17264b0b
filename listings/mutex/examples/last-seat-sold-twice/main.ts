import { setImmediate as nextTurn } from "node:timers/promises";

let seatsLeft = 1;

async function buy(): Promise<void> {
  const free = seatsLeft > 0;
  await nextTurn(); // stands for taking the payment
  if (free) {
    seatsLeft -= 1;
  }
}

await Promise.all([buy(), buy()]);
console.log(`left: ${seatsLeft}`);
