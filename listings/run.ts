// Runs one TypeScript listing on the pinned Node:
//   npm run --prefix listings ts threads/spawn-and-join
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const [chapter, name] = (process.argv[2] ?? "").split("/");
if (!chapter || !name) {
  console.error(
    "usage: npm run --prefix listings ts CHAPTER/NAME",
  );
  process.exit(2);
}
const file = join(
  import.meta.dirname,
  chapter,
  "examples",
  name,
  "main.ts",
);
if (!existsSync(file)) {
  console.error(
    `no TypeScript listing ${chapter}/${name}: ${file} is not there`,
  );
  process.exit(2);
}
const { status, signal, error } = spawnSync(
  process.execPath,
  [file],
  {
    stdio: "inherit",
  },
);
if (error) throw error;
process.exit(signal ? 1 : (status ?? 1));
