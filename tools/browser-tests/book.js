// The built book, served and opened: what every check starts from.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, extname, join, normalize, resolve } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

// npm runs this in its own folder; the reader wrote a path from theirs.
const asked = process.argv[2];
const root = asked && resolve(process.env.INIT_CWD ?? ".", asked);
if (!root || !existsSync(join(root, "index.html"))) {
  console.error(`Where is the built book? ${root ?? "No folder was named"}: no index.html there.`);
  console.error("usage: npm test --prefix tools/browser-tests -- BOOK");
  process.exit(2);
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://book").pathname));
  const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
  if (!file.startsWith(root) || !existsSync(file)) {
    // As a published site answers.
    response.writeHead(404, { "content-type": types[".html"] }).end(readFileSync(join(root, "404.html")));
    return;
  }
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

function installed() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of process.env.PATH.split(delimiter)) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  console.error("No Chromium in PATH; install it, or name it in CHROMIUM.");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: installed(),
  // Chromium has no sandbox for root, as whom containers run.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});

after(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
});

/** The pages of the book, by file name, without the one for printing. */
export const pages = readdirSync(root)
  .filter((name) => name.endsWith(".html") && !["print.html", "toc.html", "404.html"].includes(name))
  .sort();

/** The text of a file of the book. */
export const text = (name) => readFileSync(join(root, name), "utf8");

/** The pages that contain `needle`; index.html repeats the first chapter. */
export const pagesWith = (needle) => pages.filter((name) => name !== "index.html" && text(name).includes(needle));

/**
 * Opens a page, calls `look` with it, and closes it. A script's error, a
 * request to elsewhere or a missing file fails the check. `route` is called
 * with the page before it loads; addresses that begin with `mayAsk` may be
 * asked for. The page's own answer has the given `status`.
 */
export async function open(name, options, look) {
  const { width = 1440, height = 900, route, mayAsk, status = 200, ...context } = options;
  const inside = await browser.newContext({ viewport: { width, height }, ...context });
  const complaints = [];
  try {
    const page = await inside.newPage();
    page.setDefaultTimeout(15000);
    page.on("pageerror", (error) => complaints.push(`error in a script: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !(mayAsk && request.url().startsWith(mayAsk))) complaints.push(`asks for ${request.url()}, on another host`);
    });
    await route?.(page);
    const answer = await page.goto(`${origin}/${name}`, { waitUntil: "load" });
    must(answer.status() === status, name, "page", `answers with ${status}`, String(answer.status()));
    await look(page);
  } finally {
    await inside.close();
  }
  must(complaints.length === 0, name, "page", "loads without complaint", complaints.join("; "));
}

/** Fails with the page, the element and the rule, unless `ok`. */
export function must(ok, page, element, rule, found) {
  if (ok) return;
  const error = new Error(`${page}: ${element}: ${rule}${found === undefined ? "" : `; found: ${show(found)}`}`);
  Error.captureStackTrace(error, must);
  throw error;
}

/** The same for two values, compared as JSON. */
export function mustEqual(found, expected, page, element, rule) {
  const same = JSON.stringify(found) === JSON.stringify(expected);
  if (same) return;
  must(false, page, element, `${rule} (${show(expected)})`, found);
}

const show = (value) => (typeof value === "string" ? value : JSON.stringify(value)) || "(nothing)";

/** `light` and `dark`, as a reader's system asks for them. */
export const schemes = ["light", "dark"];
