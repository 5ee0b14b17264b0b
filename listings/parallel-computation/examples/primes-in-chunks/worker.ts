import { parentPort } from "node:worker_threads";

type Chunk = { from: number; to: number };

function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let d = 2; d * d <= n; d++) {
    if (n % d === 0) return false;
  }
  return true;
}

parentPort?.on("message", ({ from, to }: Chunk) => {
  let primes = 0;
  for (let n = from; n < to; n++) {
    if (isPrime(n)) primes++;
  }
  parentPort?.postMessage(primes);
});
