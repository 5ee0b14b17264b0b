// Valid HTML, in every file of the book. The rules are in validate.js.

import { after } from "node:test";
import { Worker } from "node:worker_threads";
import { files, must, pages, test, text } from "../book.js";

let worker;
const asked = new Map();

function validate(name) {
  if (!worker) {
    worker = new Worker(new URL("../validate.js", import.meta.url));
    worker.on("message", ({ name, found }) => asked.get(name).resolve(found));
    worker.on("error", (error) => asked.forEach(({ reject }) => reject(error)));
  }
  return new Promise((resolve, reject) => {
    asked.set(name, { resolve, reject });
    worker.postMessage({ name, html: text(name) });
  });
}

after(() => worker?.terminate());

for (const name of files) {
  test(`${name}: its HTML is valid`, async () => {
    const found = await validate(name);
    const lines = found.map((it) => `${name}:${it.line}:${it.column}: ${it.rule}: ${it.element ?? "page"}: ${it.message}`);
    must(found.length === 0, name, "page", "is valid HTML", `${found.length} such:\n  ${lines.slice(0, 20).join("\n  ")}`);
  });
}

// mdBook writes it for a frame that this book's pages do not have, so it is
// left out above.
test("toc.html is no part of the book", () => {
  for (const name of files) must(!text(name).includes("toc.html"), name, "page", "does not lead to toc.html");
});

// So no other check looks at it.
test("index.html is the first chapter, byte by byte", () => {
  const same = pages.filter((name) => text(name) === text("index.html"));
  must(same.length === 1, "index.html", "page", "is the same as one chapter, the first; if it is not any more, leave it in `pages` in tools/browser-tests/book.js", same);
});
