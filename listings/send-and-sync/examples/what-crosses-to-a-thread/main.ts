import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Price } from "./price.ts";

type Reprice = (price: Price) => Price;
const discount: Reprice = (price) => new Price(price.cents / 2);

const file = new URL("./worker.ts", import.meta.url);
const worker = new Worker(file);
try {
  worker.postMessage(discount); // tsc accepts this
} catch (error) {
  console.log(String(error));
}
worker.postMessage(new Price(450));
const [line] = (await once(worker, "message")) as [string];
console.log(line);
