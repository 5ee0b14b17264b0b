// What a first visit to a page costs, gzipped: the budgets of the design.

import { gzipSync } from "node:zlib";
import { must, mustEqual, open, pages, test, text } from "../book.js";

const PAGE = 50_000;
const SCRIPTS = 15_000;
const FIGURE = 6_000;
const STEPPING = 8_000;

for (const name of pages) {
  test(`${name} is light`, () => {
    const files = new Set();
    const route = (page) =>
      page.on("request", (request) => files.add(decodeURIComponent(new URL(request.url()).pathname.slice(1))));
    return open(name, { route }, async (page) => {
      const figures = await page.locator(".schedules").count();
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
      within("page", PAGE + figures * FIGURE, sizes);
      within("scripts", SCRIPTS + (figures ? STEPPING : 0), sizes.filter(([file]) => file.endsWith(".js")));
    });
  });
}

for (const name of pages) {
  test(`${name}: nothing moves while it loads`, async () => {
    for (const width of [390, 1440]) {
      const route = async (page) => {
        await page.addInitScript(() => {
          window.moves = [];
          const look = new PerformanceObserver((list) => {
            for (const { value, sources } of list.getEntries()) {
              window.moves.push(`${value.toFixed(4)}: ${sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(", ")}`);
            }
          });
          look.observe({ type: "layout-shift", buffered: true });
        });
        // The page is drawn before its scripts come, as on a slow network.
        await page.route(/\.js$/, async (route) => {
          if (!route.request().url().includes("before")) await page.waitForSelector(".last-run, .neighbours", { state: "visible" });
          await route.continue();
        });
      };
      await open(name, { width, route }, async (page) => {
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        mustEqual(await page.evaluate(() => window.moves), [], name, `the page at ${width} px`, "moves nothing while it loads");
      });
    }
  });
}
