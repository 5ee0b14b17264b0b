// Messages to a Worker: one there and back, by size; and many in a row.

import assert from "node:assert/strict";
import { ask, now, worker } from "./pool.ts";

const shared = new Map<number, Uint8Array<SharedArrayBuffer>>();

/** Nanoseconds for a message of `size` bytes to go to a Worker and come back. */
export async function handOver(
  how: "clone" | "transfer" | "shared",
  size: number,
  times: (full: number) => number,
): Promise<number> {
  const echo = await worker(0);
  const trips = times(Math.min(Math.max(Math.floor((64 * 1024 * 1024) / size), 8), 1000));
  let message: Uint8Array;
  if (how === "shared") {
    message = shared.get(size) ?? new Uint8Array(new SharedArrayBuffer(size));
    shared.set(size, message as Uint8Array<SharedArrayBuffer>);
  } else {
    message = new Uint8Array(size);
  }
  // The first byte tells the Worker how to send it back.
  message[0] = how === "transfer" ? 2 : 1;
  const start = now();
  for (let trip = 0; trip < trips; trip += 1) {
    const transfer = how === "transfer" ? [message.buffer as ArrayBuffer] : [];
    message = (await ask(echo, message, transfer)) as Uint8Array;
    assert.equal(message.length, size);
  }
  return (now() - start) / trips;
}

/** Nanoseconds for one of many messages that go one way. */
export async function stream(count: number): Promise<number> {
  const summing = await worker(0);
  const start = now();
  for (let number = 0; number < count; number += 1) summing.postMessage(number);
  const sum = await ask(summing, { do: "total" });
  const took = now() - start;
  assert.equal(sum, (count * (count - 1)) / 2);
  return took / count;
}
