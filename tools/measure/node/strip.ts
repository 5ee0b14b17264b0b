// Writes the files beside it, without their types, to the folder that is named.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

const [into = "."] = process.argv.slice(2);
for (const name of readdirSync(import.meta.dirname)) {
  if (!name.endsWith(".ts")) continue;
  const text = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, name), "utf8"));
  // They name each other: in imports, and as Workers.
  const renamed = text.replaceAll(/"(\.\/)?([a-z-]+)\.ts"/g, '"$1$2.mjs"');
  writeFileSync(join(into, name.replace(/\.ts$/, ".mjs")), renamed);
}
