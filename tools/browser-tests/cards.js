// Draws a card for each page of a book that `finish-site` has finished:
//
//     npm run cards --prefix tools/browser-tests -- target/book
//
// A card shows what the tags of its page say that it shows.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { painter } from "./cards/card.js";

// npm runs this in its own folder; the reader wrote a path from theirs.
const root = resolve(process.env.INIT_CWD ?? ".", process.argv[2] ?? "");
const files = readdirSync(root, { recursive: true })
  .filter((name) => name.endsWith(".html"))
  .sort();

const { page, draw, close } = await painter();
let drawn = 0;
let bytes = 0;
for (const file of files) {
  const html = readFileSync(join(root, file), "utf8");
  if (!html.includes("og:image")) continue; // such as the page for printing
  const tags = await page.evaluate((html) => {
    const head = new DOMParser().parseFromString(html, "text/html").head;
    return Object.fromEntries([...head.querySelectorAll("meta[property^='og:']")].map((it) => [it.getAttribute("property"), it.content]));
  }, html);
  const card = `cards/${file.replace(/\.html$/, ".png").replaceAll(sep, "/")}`;
  // index.html has the card of the first chapter, whose copy it is.
  if (!tags["og:image"] || !decodeURI(tags["og:image"]).endsWith(`/${card}`)) continue;
  const { "og:title": title, "og:site_name": book, "og:image:alt": alt } = tags;
  const before = `Title card of ${book}. ${title}: `;
  try {
    if (!alt.startsWith(before)) throw new Error(`its og:image:alt does not begin with "${before}", as finish-site writes it`);
    const png = await draw({ title, lead: alt.slice(before.length), book });
    mkdirSync(dirname(join(root, card)), { recursive: true });
    writeFileSync(join(root, card), png);
    drawn += 1;
    bytes += png.length;
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
  }
}
await close();
if (drawn === 0) {
  console.error(`${root}: no page asks for a card; build the book with \`bash .ci/book\`, and finish it with finish-site first`);
  process.exitCode = 1;
}
console.log(`drew ${drawn} cards, ${Math.ceil(bytes / 1000)} kB in all`);
