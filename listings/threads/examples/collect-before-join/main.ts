async function upload(photo: number): Promise<number> {
  console.log(`start ${photo}`);
  await Promise.resolve(); // stands for the server
  return photo * 10;
}

// An await in the loop: one photo after the other.
for (const photo of [1, 2, 3]) {
  console.log(`done  ${await upload(photo)}`);
}

// Start all of them, then wait.
const started = [1, 2, 3].map(upload);
for (const done of await Promise.all(started)) {
  console.log(`done  ${done}`);
}
