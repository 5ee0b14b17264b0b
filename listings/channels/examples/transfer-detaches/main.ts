import { MessageChannel } from "node:worker_threads";

const { port1: tx } = new MessageChannel();

const pixels = new Uint8Array([255, 128, 0]);
console.log(`before: ${pixels.length} bytes`);

tx.postMessage(pixels, [pixels.buffer]);

// Compiles, runs, and is wrong: the array is empty now
pixels[0] = 64;
console.log(`after: ${pixels.length} bytes`);
console.log(`first pixel: ${pixels[0]}`);
