import { parentPort } from "node:worker_threads";
import { Price } from "./price.ts";

parentPort?.once("message", (price: Price) => {
  // The annotation says Price; what arrived is a bare object.
  const isPrice = price instanceof Price;
  const label = typeof price.label;
  parentPort?.postMessage(
    `cents ${price.cents}, Price ${isPrice}, label ${label}`,
  );
});
