// Many timers, and a computation that lets the others wait.

import { setTimeout } from "node:timers/promises";
import { peak } from "./memory.ts";
import { ask, now, worker } from "./pool.ts";

const SLEEP = 1000; // milliseconds
const BLOCKED = 100;
const TICK = 1;

/** Timers that all sleep a second: the nanoseconds beyond it, and the most
 * memory that the process had. */
export async function timersSleeping(count: number): Promise<Record<string, number>> {
  const start = now();
  await Promise.all(Array.from({ length: count }, () => setTimeout(SLEEP)));
  const beyond = Math.max(0, now() - start - SLEEP * 1e6);
  return { "sleeping/node": beyond, "sleeping-memory/node": peak() };
}

/** By how many nanoseconds the latest of many ticks was late while something
 * computed, here or in a Worker. */
export async function latency(inWorker: boolean): Promise<number> {
  const computing = inWorker ? await worker(0) : undefined;
  const end = performance.now() + BLOCKED + 25 * TICK;
  let worst = 0;
  const ticking = (async () => {
    while (performance.now() < end) {
      const before = performance.now();
      await setTimeout(TICK);
      worst = Math.max(worst, performance.now() - before - TICK);
    }
  })();
  await setTimeout(5 * TICK);
  if (computing) {
    await ask(computing, { do: "compute", ms: BLOCKED });
  } else {
    const until = performance.now() + BLOCKED;
    while (performance.now() < until);
  }
  await ticking;
  return worst * 1e6;
}
