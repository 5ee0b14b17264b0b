import {
  MessageChannel,
  receiveMessageOnPort,
} from "node:worker_threads";

class Order {
  prices: number[];
  constructor(prices: number[]) {
    this.prices = prices;
  }
  total(): number {
    return this.prices.reduce((sum, price) => sum + price, 0);
  }
}

const { port1: tx, port2: rx } = new MessageChannel();
const order = new Order([20, 15]);
tx.postMessage(order);
order.prices.push(99); // the clone is already made

// tsc takes your word for it: the message is typed `any`
const received = receiveMessageOnPort(rx)?.message as Order;
console.log(received);
console.log(received instanceof Order);
try {
  console.log(`total: ${received.total()}`);
} catch (error) {
  console.log(String(error));
}
