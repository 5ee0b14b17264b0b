const prices = [250, 400, 120, 330];

let total = 0;
for (const price of prices) total += price; // one thread: fine
console.log("total:", total);

const stats = prices.reduce(
  ({ low, high }, price) => ({
    low: Math.min(low, price),
    high: Math.max(high, price),
  }),
  { low: Infinity, high: -Infinity },
);
console.log("from", stats.low, "to", stats.high);
