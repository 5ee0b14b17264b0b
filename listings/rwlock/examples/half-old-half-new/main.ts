import { setImmediate as nextTurn } from "node:timers/promises";

const prices = { tea: 350, cup: 420 };

async function quote(): Promise<string> {
  const tea = prices.tea;
  await nextTurn(); // stands for a look at the stock
  const cup = prices.cup;
  return `tea ${tea}, cup ${cup}`;
}

const answer = quote();
prices.tea = 400;
prices.cup = 500;
console.log(await answer);
