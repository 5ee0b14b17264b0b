function monthlyReport(): number {
  let total = 0;
  for (let i = 0; i < 3_000_000; i++) total += i % 7;
  return total;
}

const answered = new Promise<void>((resolve) => {
  setTimeout(() => {
    console.log("request answered");
    resolve();
  }, 0);
});

console.log("report starts");
console.log("report done:", monthlyReport());
await answered;
