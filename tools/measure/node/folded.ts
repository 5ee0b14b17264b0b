// How benchmarks lie: a sum in a loop, a first call, a debug build, and next to no work.

import assert from "node:assert/strict";
import { now } from "./pool.ts";

function sumTo(to: number): number {
  let sum = 0;
  for (let number = 0; number < to; number += 1) sum += number;
  return sum;
}

/** Nanoseconds for the sum of all numbers below `to`. */
export function sum(to: number, times: number): number {
  let sums = 0;
  const start = now();
  for (let done = 0; done < times; done += 1) sums += sumTo(to);
  const took = now() - start;
  assert.equal(sums, (times * to * (to - 1)) / 2);
  return took / times;
}

/** Nanoseconds to find out how many different words a text has. */
export function differentWords(times: number): number {
  const text = "to be or not to be ".repeat(2_000);
  const start = now();
  for (let done = 0; done < times; done += 1) {
    const words = new Set(text.split(" "));
    assert.equal(words.size, 5); // with the empty one at the end
  }
  return (now() - start) / times;
}

const numbers = Array.from({ length: 10 }, (_, index) => index + 1);

/** Nanoseconds to add up the squares of ten numbers. */
export function ten(times: number): number {
  const start = now();
  for (let done = 0; done < times; done += 1) {
    const sum = numbers.map((n) => n * n).reduce((a, b) => a + b, 0);
    assert.equal(sum, 385);
  }
  return (now() - start) / times;
}

/** Prices in cents, as a request may bring them. */
function discounted(prices: number[]): number {
  return prices.map((price) => (price % 7 === 0 ? Math.floor((price * 9) / 10) : price)).reduce((a, b) => a + b, 0);
}

/** How long the first call of a function takes, and the thousandth. */
export function firstCall(): Record<string, number> {
  const prices = Array.from({ length: 1_000 }, (_, index) => 100 + ((index * 37) % 9_900));
  let total = 0;
  now(); // not itself for the first time
  const call = (): number => {
    const start = now();
    total += discounted(prices);
    return now() - start;
  };
  const first = call();
  for (let done = 1; done < 999; done += 1) call();
  const later = call();
  assert(total > 0);
  return { "first-call/node-first": first, "first-call/node-later": later };
}
