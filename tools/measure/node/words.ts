// Counting the words of a text: in turn, and by Workers.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { count } from "./count.ts";
import { ask, now, worker } from "./pool.ts";

const LARGE = 16 * 1024 * 1024;
const texts = new Map<number, { text: string; words: number }>();

/** A text of the tool's folder, and how many words it has. */
function read(folder: string, size: number): { text: string; words: number } {
  let it = texts.get(size);
  if (it === undefined) {
    const text = readFileSync(join(folder, `${size}.txt`), "latin1");
    it = { text, words: text.match(/[^ ]+/g)?.length ?? 0 };
    texts.set(size, it);
  }
  return it;
}

const total = (counts: Map<string, number>): number => counts.values().reduce((sum, number) => sum + number, 0);

const repeats = (size: number, times: (full: number) => number): number =>
  size === LARGE ? 1 : times(Math.min(LARGE / size / 2, 500));

/** Nanoseconds for a text of `size` bytes on this thread. */
export function words(folder: string, size: number, times: (full: number) => number): number {
  const { text, words } = read(folder, size);
  const repeat = repeats(size, times);
  const start = now();
  for (let done = 0; done < repeat; done += 1) assert.equal(total(count(text)), words);
  return (now() - start) / repeat;
}

/** The text in as many pieces, between words. */
function cut(text: string, parts: number): string[] {
  const size = Math.ceil(text.length / parts);
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const space = text.indexOf(" ", start + size);
    const end = space === -1 || pieces.length === parts - 1 ? text.length : space;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

/** The same, divided among Workers that are there already. */
export async function wordsInPool(
  folder: string,
  size: number,
  workers: number,
  times: (full: number) => number,
): Promise<number> {
  const { text, words } = read(folder, size);
  const pool = await Promise.all(Array.from({ length: workers }, (_, index) => worker(index)));
  const repeat = repeats(size, times);
  const start = now();
  for (let done = 0; done < repeat; done += 1) {
    const parts = cut(text, workers).map((piece, index) => {
      const one = pool[index];
      assert(one !== undefined);
      return ask(one, { do: "words", text: piece });
    });
    const merged = new Map<string, number>();
    for (const counts of (await Promise.all(parts)) as Map<string, number>[]) {
      for (const [word, number] of counts) merged.set(word, (merged.get(word) ?? 0) + number);
    }
    assert.equal(total(merged), words);
  }
  return (now() - start) / repeat;
}
