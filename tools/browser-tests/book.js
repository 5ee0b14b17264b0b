// The built book, served and opened: what every check starts from.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { chromiumPath, sandbox } from "./chromium.js";

/** The checks, in the order in which they were read. */
export const checks = [];

/**
 * A check. Several run at once (see main.js), each with pages of its own, so
 * none may count on what another has left behind.
 */
export const test = (name, run) => checks.push({ name, run });

/** By page and way to open it: what is looked at during one visit. */
const visits = new Map();

/**
 * A check that leaves a page as it was, but for where it is scrolled to. All
 * that want the page opened in the same way share one visit: to open a page
 * takes longer than most looks at it. `see` gets the page, and the addresses
 * that it had asked for when it was loaded.
 */
export function look(name, title, see, options = {}) {
  const key = JSON.stringify([name, options]);
  if (!visits.has(key)) {
    const looks = [];
    visits.set(key, looks);
    const how = Object.entries(options).map(([option, value]) => `, ${option} ${value}`);
    test(`${name}${how.join("")}`, (t) =>
      openInParts(t, name, options, async (page, part, asked) => {
        for (const { title, see } of looks) await part(title, () => see(page, asked));
      }),
    );
  }
  visits.get(key).push({ title, see });
}

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
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

/** What .github/content-security-policy.txt says, as a header's value. */
export const policy = readFileSync(new URL("../../.github/content-security-policy.txt", import.meta.url), "utf8")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"))
  .join("; ");

const server = createServer((request, response) => {
  response.setHeader("content-security-policy", policy);
  const path = normalize(decodeURIComponent(new URL(request.url, "http://book").pathname));
  const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
  if (!file.startsWith(root) || !existsSync(file)) {
    // As a published site answers.
    response.writeHead(404, { "content-type": types[".html"] });
    response.end(existsSync(join(root, "404.html")) ? text("404.html") : "");
    return;
  }
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
export const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({ executablePath: chromiumPath, args: sandbox });

after(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
});

/** Every HTML file of the book; no page leads to mdBook's toc.html. */
export const files = readdirSync(root)
  .filter((name) => name.endsWith(".html") && name !== "toc.html")
  .sort();

/**
 * The pages of the book, by file name, without the one for printing, and
 * without index.html, which is the first chapter once more (html.js sees to it).
 */
export const pages = files.filter((name) => !["index.html", "print.html", "404.html"].includes(name));

/** The text of a file of the book. */
export const text = (name) => readFileSync(join(root, name), "utf8");

/** The pages that contain `needle`. */
export const pagesWith = (needle) => pages.filter((name) => text(name).includes(needle));

// All windows of a headless Chromium share one clipboard: who uses it waits
// for its turn.
let clipboard = Promise.resolve();

/**
 * Opens a page, calls `look` with it, and closes it. What fails the check: a
 * script's error, any error on the console, what the content security policy
 * refuses, a request to elsewhere, a missing file. `route` is called with the
 * page before it loads; `expects` matches the error on the console that the
 * check brings about itself; `within` is another browser than the suite's.
 * Addresses that begin with `mayAsk` may be asked for. The page's own answer
 * has the given `status`. `look` also gets the addresses that the page had
 * asked for when it was loaded.
 */
export async function open(name, options, look) {
  if (!options.permissions?.some((it) => it.startsWith("clipboard"))) return opened(name, options, look);
  const before = clipboard;
  let done;
  clipboard = new Promise((resolve) => {
    done = resolve;
  });
  await before;
  try {
    return await opened(name, options, look);
  } finally {
    done();
  }
}

/**
 * The same for a check in parts, each with a line of its own in the report:
 * `look` gets the page, and `part`, which is called with a title and what is to
 * hold. A part that fails does not keep the next from being looked at.
 */
export async function openInParts(t, name, options, look) {
  let parts;
  await open(name, options, (page, asked) => {
    parts = [];
    const part = async (title, holds) => {
      const error = await Promise.resolve(page).then(holds).then(() => null, (error) => error);
      if (error && brokeDown(error)) throw error;
      parts.push({ title, error });
    };
    return look(page, part, asked);
  }).finally(async () => {
    for (const { title, error } of parts ?? []) {
      await t.test(`${name}: ${title}`, () => {
        if (error) throw error;
      });
    }
  });
}

/** Chromium itself, as it does in one visit of some thousand, whatever the page. */
const brokeDown = (error) => /(Target|Page) crashed/.test(error.message);

/** Opens the page; once more where Chromium broke down: a page that breaks it does so twice. */
async function opened(name, options, look) {
  try {
    return await openedOnce(name, options, look);
  } catch (error) {
    if (!brokeDown(error)) throw error;
    console.error(`${name}: Chromium broke down; the visit is repeated`);
    return openedOnce(name, options, look);
  }
}

async function openedOnce(name, options, look) {
  const { width = 1440, height = 900, route, expects, mayAsk, status = 200, within = browser, ...context } = options;
  const inside = await within.newContext({ viewport: { width, height }, ...context });
  const complaints = [];
  const logged = [];
  const refused = [];
  let failure;
  try {
    await inside.exposeBinding("refusedByPolicy", (_, told) => refused.push(told));
    await inside.addInitScript(() => {
      addEventListener("securitypolicyviolation", (it) => {
        const where = it.sourceFile ? ` (${it.sourceFile}:${it.lineNumber})` : "";
        window.refusedByPolicy(`${it.effectiveDirective} refuses ${it.blockedURI}${where}${it.sample ? `: ${it.sample}` : ""}`);
      });
    });
    const page = await inside.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => complaints.push(`error in a script: ${error.message}`));
    page.on("console", (it) => {
      if (it.type() === "error") logged.push(`${it.text()} (${it.location().url})`);
    });
    const asked = [];
    page.on("request", (request) => {
      asked.push(request.url());
      const allowed = [origin, ...(mayAsk ? [mayAsk] : [])];
      if (!allowed.some((it) => request.url().startsWith(it))) complaints.push(`asks for ${request.url()}, on another host`);
    });
    await route?.(page);
    const answer = await page.goto(`${origin}/${name}`, { waitUntil: "load" });
    must(answer.status() === status, name, "page", `answers with ${status}`, String(answer.status()));
    await look(page, [...asked]);
    // A refusal is told in a task of its own, before this one.
    if (context.javaScriptEnabled !== false) await page.evaluate(() => new Promise((done) => setTimeout(done)));
  } catch (error) {
    failure = error;
  } finally {
    await inside.close();
  }
  // Chromium tells a refusal on the console as well.
  const errors = [
    ...new Set(refused.map((it) => `the content security policy: ${it}`)),
    ...logged.filter((it) => !(refused.length && it.includes("Content Security Policy"))).map((it) => `error on the console: ${it}`),
  ];
  const unexpected = errors.filter((it) => !expects?.test(it));
  complaints.push(...unexpected);
  if (failure && complaints.length) failure.message += `\n  This may be why: ${complaints.join("; ")}`;
  if (failure) throw failure;
  must(complaints.length === 0, name, "page", "loads without complaint", complaints.join("; "));
  must(!expects || errors.length > unexpected.length, name, "console", `has the error that the check expects, ${expects}`);
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
