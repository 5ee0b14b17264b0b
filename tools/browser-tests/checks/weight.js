// What a first visit to a page costs, gzipped: the budgets of the design.

import { gzipSync } from "node:zlib";
import { look, must, mustEqual, open, pages, test, text } from "../book.js";

const PAGE = 50_000;
const SCRIPTS = 15_000;
const FIGURE = 6_000;
const CHART = 1_000; // a figure as well, with its table
const STEPPING = 8_000;

for (const name of pages) {
  look(name, "is light", async (page, asked) => {
    const figures = await page.locator(".schedules").count();
    const charts = await page.locator("figure.plot").count();
    const files = new Set(asked.map((it) => decodeURIComponent(new URL(it).pathname.slice(1))));
    // The next page is fetched ahead, when this one is done.
    const sizes = [...files]
      .filter((file) => file === name || !file.endsWith(".html"))
      .map((file) => [file, gzipSync(text(file)).length])
      .sort((a, b) => b[1] - a[1]);
    const fonts = sizes.filter(([file]) => /\.(woff2?|ttf|otf)$/.test(file));
    must(fonts.length === 0, name, "page", "has no web font", fonts.join(", "));
    const within = (what, budget, parts) => {
      const sum = parts.reduce((total, [, size]) => total + size, 0);
      must(sum <= budget, name, what, `at most ${budget} bytes gzipped`, `${sum}: ${parts.map((it) => it.join(" ")).join(", ")}`);
    };
    within("page", PAGE + figures * FIGURE + charts * CHART, sizes);
    within("scripts", SCRIPTS + (figures ? STEPPING : 0), sizes.filter(([file]) => file.endsWith(".js")));
  });
}

// What Google calls good: <https://web.dev/articles/cls>.
const ARRIVING = 0.1;

for (const name of pages) {
  test(`${name}: nothing moves while it loads`, async () => {
    for (const width of [390, 1440]) {
      let arriving;
      const route = async (page) => {
        await page.addInitScript(() => {
          window.moves = [];
          const take = (list) => {
            for (const { value, sources } of list) {
              window.moves.push({ value, where: sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(", ") });
            }
          };
          const look = new PerformanceObserver((list) => take(list.getEntries()));
          look.observe({ type: "layout-shift", buffered: true });
          /** What has moved since the last call, once all is drawn. */
          window.moved = async () => {
            for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
            take(look.takeRecords());
            return window.moves.splice(0);
          };
        });
        // The page is parsed and drawn before its scripts come, as on a slow
        // network. How its HTML is cut into pieces on the way, and so what is
        // drawn in between, is chance: that has a bound. What the scripts do
        // has none to spare: they move nothing.
        let parsed;
        await page.route(/\.js$/, async (route) => {
          if (!route.request().url().includes("before")) {
            parsed ??= page.waitForFunction(() => document.readyState === "interactive").then(async () => {
              arriving = await page.evaluate(() => window.moved());
            });
            await parsed;
          }
          await route.continue();
        });
      };
      await open(name, { width, route }, async (page) => {
        const told = (moves) => moves.map(({ value, where }) => `${value.toFixed(4)}: ${where}`);
        const sum = arriving.reduce((total, { value }) => total + value, 0);
        must(sum < ARRIVING, name, `the page at ${width} px`, `moves less than ${ARRIVING} while it arrives`, told(arriving).join("; "));
        mustEqual(told(await page.evaluate(() => window.moved())), [], name, `the page at ${width} px`, "moves nothing when its scripts run");
      });
    }
  });
}
