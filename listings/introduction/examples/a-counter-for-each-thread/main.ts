let visits = 0;

const both = [1, 2].map(async () => {
  visits += 1;
  console.log(`counted: ${visits}`);
});
await Promise.all(both);

console.log(`in the end: ${visits}`);
