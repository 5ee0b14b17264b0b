import { setImmediate as nextTurn } from "node:timers/promises";

let seatsLeft = 1;

async function buy(): Promise<void> {
  // no await from the check to the act
  if (seatsLeft > 0) {
    seatsLeft -= 1;
    await nextTurn(); // stands for taking the payment
  }
}

await Promise.all(["Ada", "Ben"].map(buy));
console.log(`left: ${seatsLeft}`);
