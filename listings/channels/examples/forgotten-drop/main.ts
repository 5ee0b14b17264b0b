import { on } from "node:events";
import { MessageChannel } from "node:worker_threads";

const { port1: tx, port2: rx } = new MessageChannel();

for (const sale of [20, 20]) {
  tx.postMessage(sale);
}
// tx is still open, and could still post

let total = 0;
const amounts = on(rx, "message", { close: ["close"] });
for await (const [amount] of amounts) {
  total += amount;
  console.log(`total so far: ${total}`);
}
console.log(`day closed at ${total}`); // never reached
