import { setTimeout as sleep } from "node:timers/promises";

class Limiter {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  async run<T>(request: () => Promise<T>): Promise<T> {
    if (this.#free > 0) {
      this.#free--;
    } else {
      const turn = Promise.withResolvers<void>();
      this.#waiting.push(turn.resolve);
      await turn.promise;
    }
    try {
      return await request();
    } finally {
      const next = this.#waiting.shift();
      if (next) {
        next(); // hands its place over
      } else {
        this.#free++;
      }
    }
  }
}

const limiter = new Limiter(1);
async function request(name: string) {
  console.log(`${name} starts`);
  await sleep(1);
  console.log(`${name} ends`);
}
await Promise.all(
  ["first", "second"].map((name) =>
    limiter.run(() => request(name)),
  ),
);
