// The Workers behind several contenders. They stay from round to round, so
// that their code is as warm as that of the others, and wait without a timer.

import assert from "node:assert/strict";
import { type Transferable, Worker } from "node:worker_threads";

const script = new URL("worker.ts", import.meta.url);
const waiting: Worker[] = [];

/** The Worker with this number. */
export async function worker(index: number): Promise<Worker> {
  let it = waiting[index];
  if (it === undefined) {
    it = waiting[index] = new Worker(script);
    // Its samples fail with it; alone, it keeps nobody waiting.
    it.on("error", (error) => {
      throw error;
    });
    assert.equal(await answer(it), "ready");
    it.unref();
  }
  return it;
}

/** The next message of a Worker. */
export function answer(from: Worker): Promise<unknown> {
  from.ref();
  return new Promise((resolve) => {
    from.once("message", (message) => {
      from.unref();
      resolve(message);
    });
  });
}

/** Sends a request and waits for the answer. */
export function ask(to: Worker, request: unknown, transfer: Transferable[] = []): Promise<unknown> {
  const answered = answer(to);
  to.postMessage(request, transfer);
  return answered;
}

/** Nanoseconds since some moment. */
export const now = (): number => Number(process.hrtime.bigint());
