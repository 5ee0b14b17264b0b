import { once } from "node:events";
import {
  isMainThread,
  parentPort,
  Worker,
} from "node:worker_threads";

class Price {
  cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
  label() {
    return `$${(this.cents / 100).toFixed(2)}`;
  }
}

type Reprice = (price: Price) => Price;

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const discount: Reprice = (price) =>
    new Price(price.cents / 2);
  try {
    worker.postMessage(discount); // tsc accepts this
  } catch (error) {
    if (error instanceof Error) {
      console.log(`${error.name}: ${error.message}`);
    }
  }
  worker.postMessage(new Price(450));
  console.log(...(await once(worker, "message")));
} else {
  parentPort?.once("message", (price: Price) => {
    // The annotation says Price; what arrived is a bare object.
    const isPrice = price instanceof Price;
    const label = typeof price.label;
    parentPort?.postMessage(
      `cents ${price.cents}, Price ${isPrice}, label ${label}`,
    );
  });
}
