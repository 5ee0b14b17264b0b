import { MessageChannel } from "node:worker_threads";

const { port1: tx, port2: rx } = new MessageChannel();

for (const order of [1, 2]) {
  tx.postMessage(order);
}
tx.close();

rx.on("message", (order: number) => {
  console.log(`order ${order} is packed`);
});
