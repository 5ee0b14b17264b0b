let visits = 0;

async function visit(): Promise<void> {
  const seen = visits;
  await Promise.resolve(); // the other visit runs here
  visits = seen + 1;
}

await Promise.all([visit(), visit()]);
console.log(`${visits} visits`);
