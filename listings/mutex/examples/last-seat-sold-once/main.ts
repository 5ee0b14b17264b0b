import { setImmediate as nextTurn } from "node:timers/promises";

let seatsLeft = 1;

async function buy(): Promise<void> {
  // no await from the check to the act
  if (seatsLeft > 0) {
    seatsLeft -= 1;
    try {
      await nextTurn(); // stands for taking the payment
    } catch (error) {
      seatsLeft += 1; // not paid: the seat is free again
      throw error;
    }
  }
}

await Promise.all([buy(), buy()]);
console.log(`left: ${seatsLeft}`);
