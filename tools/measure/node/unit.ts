// What an async function and a Worker cost.

import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { now } from "./pool.ts";

const AN_HOUR = 3_600_000;
const sumTo = (count: number): number => (count * (count - 1)) / 2;

/** Nanoseconds for an async function that awaits once. */
export async function promises(count: number): Promise<number> {
  const later = async (index: number): Promise<number> => {
    await undefined;
    return index;
  };
  const start = now();
  const all = await Promise.all(Array.from({ length: count }, (_, index) => later(index)));
  const took = now() - start;
  assert.equal(
    all.reduce((sum, index) => sum + index, 0),
    sumTo(count),
  );
  return took / count;
}

const oneNumber = new URL("one-number.ts", import.meta.url);

/** Nanoseconds for one of several Workers, from `new Worker` to its end, with
 * one number on the way. */
export async function workers(count: number): Promise<number> {
  const one = async (index: number): Promise<number> => {
    const worker = new Worker(oneNumber, { workerData: index });
    const [[message]] = await Promise.all([once(worker, "message") as Promise<[number]>, once(worker, "exit")]);
    return message;
  };
  const start = now();
  const all = await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  const took = now() - start;
  assert.equal(
    all.reduce((sum, index) => sum + index, 0),
    sumTo(count),
  );
  return took / count;
}

/** Resident memory in bytes, after a collection. */
function resident(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** Bytes for an async function that sleeps. */
export async function promisesAsleep(count: number): Promise<Record<string, number>> {
  const sleep = async (index: number): Promise<number> => {
    await setTimeout(AN_HOUR);
    return index;
  };
  const before = resident();
  const all = Array.from({ length: count }, (_, index) => sleep(index));
  const bytes = Math.max(0, resident() - before) / count;
  assert.equal(all.length, count); // still referred to, so still there
  return { "memory/promise": bytes };
}

/** Bytes for a Worker that waits for messages. */
export async function workersAsleep(count: number): Promise<Record<string, number>> {
  const script = new URL("waits.ts", import.meta.url);
  const before = resident();
  const all: Worker[] = [];
  for (let index = 0; index < count; index += 1) {
    const worker = new Worker(script);
    await once(worker, "message");
    all.push(worker);
  }
  const bytes = (resident() - before) / count;
  assert.equal(all.length, count);
  return { "memory/worker": bytes };
}
