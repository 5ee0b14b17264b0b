import { setImmediate as nextTurn } from "node:timers/promises";

async function brew(what: string): Promise<void> {
  console.log(`${what}: begins`);
  await nextTurn(); // others may run
  console.log(`${what}: done`);
}

const tea = brew("tea");
const coffee = brew("coffee");

await coffee;
await tea;
