// Checks a built book in a real browser:
//
//     npm ci --prefix tools/browser-tests
//     npm test --prefix tools/browser-tests -- target/book
//
// The browser is the installed Chromium: $CHROMIUM, or the first of the usual
// names in PATH. Every file in checks/ is run; a new check is a new `test` in
// one of them, or a new file. `npm test … -- BOOK WORD` runs only the files
// whose names contain WORD.

import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { checks } from "./book.js";

const only = process.argv[3] ?? "";
for (const file of (await readdir(new URL("checks/", import.meta.url))).sort()) {
  if (file.endsWith(".js") && file.includes(only)) await import(`./checks/${file}`);
}

// Pages wait for each other's answers often enough that one more than there
// are processors keeps them busy.
const concurrency = Math.min(4, availableParallelism() + 1);
test("the book in a browser", { concurrency }, (all) =>
  Promise.all(checks.map(({ name, run }) => all.test(name, run))),
);
