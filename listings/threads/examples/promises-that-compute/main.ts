async function resize(photo: number): Promise<number> {
  console.log(`start ${photo}`);
  const size = photo * 10; // stands for computing
  console.log(`done  ${photo}`);
  return size;
}

await Promise.all([1, 2, 3].map(resize));
