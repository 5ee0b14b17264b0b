async function resize(photo: number): Promise<number> {
  console.log(`start ${photo}`);
  await Promise.resolve(); // stands for the real work
  return photo * 10;
}

// An await in the loop: one photo after the other.
for (const photo of [1, 2, 3]) {
  console.log(`done  ${await resize(photo)}`);
}

// Start all of them, then wait.
const started = [1, 2, 3].map(resize);
for (const done of await Promise.all(started)) {
  console.log(`done  ${done}`);
}
