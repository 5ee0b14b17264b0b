import assert from "node:assert/strict";

const orders = [1250, 980, 2100];
let made = 0;

const start = performance.now();
const receipts = orders.map((cents) => {
  made += 1;
  return `${cents} cents, with thanks`;
});
assert(performance.now() - start < 1_000);
console.log(`made in time: ${made}`);

const sent = [...receipts];
console.log(`sent: ${sent.length}`);
