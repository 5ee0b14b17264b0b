function isPrime(n: number): boolean {
  if (n < 2) return false;
  for (let d = 2; d * d <= n; d++) {
    if (n % d === 0) return false;
  }
  return true;
}

setTimeout(() => console.log("request answered"), 0);

let primes = 0;
for (let n = 0; n < 200_000; n++) {
  if (isPrime(n)) primes++;
}
console.log(`primes: ${primes}`);
