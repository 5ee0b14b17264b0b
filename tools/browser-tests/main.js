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
import { test } from "node:test";

// The runner takes itself to be done when no test is left: the first one
// waits until the last file is read.
let read;
const all = new Promise((done) => {
  read = done;
});
test("the checks are read", () => all);

const only = process.argv[3] ?? "";
for (const file of (await readdir(new URL("checks/", import.meta.url))).sort()) {
  if (file.endsWith(".js") && file.includes(only)) await import(`./checks/${file}`);
}
read();
