// Counters: of one thread, and of two.

import assert from "node:assert/strict";
import { ask, now, worker } from "./pool.ts";

const TOGETHER = 2;
// Far enough apart that no two lie in one cache line, and that a processor
// that fetches lines in pairs fetches them apart.
const APART = 256 / Int32Array.BYTES_PER_ELEMENT;

const counted = { visits: 0 };

/** Nanoseconds to count in an object. */
export function alone(times: number): number {
  counted.visits = 0;
  const start = now();
  for (let done = 0; done < times; done += 1) counted.visits += 1;
  const took = now() - start;
  assert.equal(counted.visits, times);
  return took / times;
}

const shared = new Int32Array(new SharedArrayBuffer(4096));

/** Nanoseconds to count with Atomics, while nobody else does. */
export function aloneAtomics(times: number): number {
  shared.fill(0);
  const start = now();
  for (let done = 0; done < times; done += 1) Atomics.add(shared, 0, 1);
  const took = now() - start;
  assert.equal(shared[0], times);
  return took / times;
}

/** Nanoseconds to count in one of two Workers that both do, in one counter or
 * in one each. */
export async function contended(times: number, padded: boolean): Promise<number> {
  shared.fill(0);
  const start = shared.subarray(512, 514);
  const workers = await Promise.all(Array.from({ length: TOGETHER }, (_, index) => worker(index)));
  const added = workers.map((it, index) => {
    const counter = shared.subarray(padded ? (index + 1) * APART : APART);
    return ask(it, { do: "add", start, counter, times });
  });
  // Both wait before the clock starts.
  for (let there = 0; there < TOGETHER; there = Atomics.load(start, 1)) Atomics.wait(start, 1, there, 1);
  const begin = now();
  Atomics.store(start, 0, 1);
  Atomics.notify(start, 0);
  await Promise.all(added);
  const took = now() - begin;
  const all = padded ? (shared[APART] ?? 0) + (shared[2 * APART] ?? 0) : shared[APART];
  assert.equal(all, times * TOGETHER);
  return took / (times * TOGETHER);
}
