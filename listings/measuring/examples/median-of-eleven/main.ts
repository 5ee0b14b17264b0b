function differentWords(text: string): number {
  const words = new Set(text.split(" "));
  return words.size;
}

/** Eleven times in ms, from the shortest to the longest. */
function measure(work: () => void): number[] {
  // Warms up, and does not count: V8 compiles what is hot.
  for (let i = 0; i < 100; i += 1) work();
  const times = Array.from({ length: 11 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b);
}

const text = "to be or not to be ".repeat(2_000);
let found = 0;
const times = measure(() => {
  found = differentWords(text);
});
const [low, median, high] = [2, 5, 8].map((index) =>
  times[index]?.toFixed(3),
);
console.log(`${found} different words`);
console.log(`half of the runs took ${median} ms or less`);
console.log(`the middle: ${low} ms to ${high} ms`);
