// Messages to a Worker: one there and back, by size; and many in a row.

import assert from "node:assert/strict";
import { ask, now, worker } from "./pool.ts";
import { changed } from "./turn.ts";

const TRIPS = 1000;

/** How many messages are copied in a sample: fewer of the large ones. */
const copies = (size: number): number => Math.min(Math.max(Math.floor((64 * 1024 * 1024) / size), 8), TRIPS);

/** Nanoseconds for a message of `size` bytes to go to a Worker and come back. */
export async function handOver(
  how: "clone" | "transfer",
  size: number,
  times: (full: number) => number,
): Promise<number> {
  const echo = await worker(0);
  const trips = times(how === "transfer" ? TRIPS : copies(size));
  let message = new Uint8Array(size);
  // The first byte tells the Worker how to send it back.
  message[0] = how === "transfer" ? 2 : 1;
  const start = now();
  for (let trip = 0; trip < trips; trip += 1) {
    const transfer = how === "transfer" ? [message.buffer] : [];
    message = (await ask(echo, message, transfer)) as Uint8Array<ArrayBuffer>;
    assert.equal(message.length, size);
  }
  return (now() - start) / trips;
}

/** The same with an array of small objects that take about as many bytes: two
 * numbers each. */
export async function objects(size: number, times: (full: number) => number): Promise<number> {
  const echo = await worker(0);
  const count = Math.max(1, Math.floor(size / 16));
  let orders = Array.from({ length: count }, (_, id) => ({ id, cents: 100 + id }));
  const trips = times(Math.min(Math.max(Math.floor((1024 * 1024) / size), 1), TRIPS));
  const start = now();
  for (let trip = 0; trip < trips; trip += 1) {
    orders = (await ask(echo, orders)) as typeof orders;
    assert.equal(orders.length, count);
  }
  return (now() - start) / trips;
}

/** The same with memory that both threads see: only the turn goes to and fro. */
export async function shared(size: number, trips: number): Promise<number> {
  const other = await worker(0);
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  const turn = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const done = ask(other, { do: "turns", bytes, turn, times: trips });
  // It waits for its first turn before the clock starts.
  changed(turn, 1, 0);
  const start = now();
  for (let trip = 1; trip <= trips; trip += 1) {
    bytes[0] = trip;
    Atomics.store(turn, 0, trip);
    Atomics.notify(turn, 0);
    changed(turn, 1, trip);
  }
  const took = now() - start;
  assert.equal(await done, "turns taken");
  return took / trips;
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
