// Starts the suite on a Node that is new enough: what html-validate,
// Lighthouse and Puppeteer need. Where yours is older, the listings' pinned
// one is, after `cargo test` or `npm ci --prefix listings`.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const OLDEST = [22, 22];

const [mode, ...asked] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);
const pinned = fileURLToPath(new URL("../../listings/node_modules/.bin/node", import.meta.url));

let node = process.execPath;
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  if (!existsSync(pinned)) {
    console.error(`This Node is ${process.version}; the browser suite needs ${OLDEST.join(".")} or later.`);
    console.error("npm ci --prefix listings installs one, for this folder only.");
    process.exit(2);
  }
  node = pinned;
}
const main = fileURLToPath(new URL("main.js", import.meta.url));
// `npm run looks` records the pictures anew, and runs nothing else.
const [words, LOOKS] = mode === "looks" ? [[asked[0] ?? "", "looks"], "record"] : [asked, "compare"];
const { status, error } = spawnSync(node, ["--test-reporter=spec", main, ...words], {
  stdio: "inherit",
  env: { ...process.env, LOOKS },
});
if (error) console.error(error.message);
process.exit(status ?? 1);
