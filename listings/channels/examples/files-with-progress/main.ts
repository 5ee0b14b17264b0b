import { setTimeout as sleep } from "node:timers/promises";

async function convert(file: string) {
  await sleep(file.length);
}

async function withProgress(
  files: string[],
  work: (file: string) => Promise<void>,
  draw: (done: number, all: number) => void,
) {
  let done = 0;
  await Promise.all(
    files.map(async (file) => {
      await work(file);
      draw(++done, files.length);
    }),
  );
}

const files = ["cover.png", "back.png", "author.png"];
await withProgress(files, convert, (done, all) => {
  console.log(`${done} of ${all}`);
});
