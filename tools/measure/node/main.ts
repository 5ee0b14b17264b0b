// Takes the samples of the contenders in TypeScript: one for each line that
// comes in, `{ "function": …, "parameter": … }`, answered by one number. With
// the name of a program as third argument, it runs that one and ends.

import { argv, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { differentWords, firstCall, sum, ten } from "./folded.ts";
import { handOver, objects, shared, stream } from "./hand-over.ts";
import { alone, aloneAtomics, contended } from "./sharing.ts";
import { promises, promisesAsleep, workers, workersAsleep } from "./unit.ts";
import { latency, timersSleeping } from "./waiting.ts";
import { words, wordsInPool } from "./words.ts";

const [texts = "", effort, program] = argv.slice(2);

/** How often to do what a full sample does `full` times. */
const times = (full: number): number => (effort === "full" ? full : Math.max(2, Math.floor(full / 500)));

const samplers: Record<string, (parameter: number) => number | Promise<number>> = {
  promises: () => promises(times(20_000)),
  workers: () => workers(times(4)),
  clone: (size) => handOver("clone", size, times),
  transfer: (size) => handOver("transfer", size, times),
  objects: (size) => objects(size, times),
  shared: (size) => shared(size, times(1_000)),
  stream: () => stream(times(50_000)),
  alone: () => alone(times(1_000_000)),
  aloneAtomics: () => aloneAtomics(times(1_000_000)),
  contended: (padded) => contended(times(1_000_000), padded === 1),
  words: (size) => words(texts, size, times),
  wordsInPoolOf1: (size) => wordsInPool(texts, size, 1, times),
  wordsInPoolOf2: (size) => wordsInPool(texts, size, 2, times),
  wordsInPoolOf4: (size) => wordsInPool(texts, size, 4, times),
  differentWords: () => differentWords(times(10)),
  ten: () => ten(times(2_000)),
  latency: (inWorker) => latency(inWorker === 1),
  sum: (to) => sum(to, times(to < 10_000 ? 1_000 : 10)),
};

const programs: Record<string, () => Promise<Record<string, number>>> = {
  "promises-asleep": () => promisesAsleep(times(10_000)),
  "workers-asleep": () => workersAsleep(times(10)),
  "timers-sleeping": () => timersSleeping(times(10_000)),
  "first-call": async () => firstCall(),
};

if (program !== undefined) {
  const run = programs[program];
  if (run === undefined) throw new Error(`there is no program ${program}`);
  stdout.write(JSON.stringify(await run()), () => process.exit());
} else {
  for await (const line of createInterface({ input: stdin })) {
    const request = JSON.parse(line) as { function: string; parameter: number };
    const sample = samplers[request.function];
    if (sample === undefined) throw new Error(`there is no function ${request.function}`);
    stdout.write(`${await sample(request.parameter)}\n`);
  }
  process.exit();
}
