import { setImmediate as nextTurn } from "node:timers/promises";

let prices = { tea: 350, cup: 420 };

async function quote(): Promise<string> {
  const seen = prices; // this object will not change
  await nextTurn(); // stands for a look at the stock
  return `tea ${seen.tea}, cup ${seen.cup}`;
}

const answer = quote();
prices = { tea: 400, cup: 500 }; // a new object
console.log(`quote: ${await answer}`);
console.log(`now: tea ${prices.tea}, cup ${prices.cup}`);
