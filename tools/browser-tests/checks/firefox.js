// The essentials in Firefox, where it is installed: $FIREFOX, or the first of
// the usual names in PATH. Playwright drives no Firefox but its own;
// Puppeteer speaks WebDriver BiDi, which every Firefox understands.

import puppeteer from "puppeteer-core";
import { must, mustEqual, origin, pages, test } from "../book.js";
import { installed } from "../chromium.js";

const name = "threads.html";

/** By name, what is done in `open`, which opens pages in a fresh profile, one after the other. */
const essentials = {
  "every page loads": (open) => open(pages, {}, () => {}),

  "nothing scrolls sideways": async (open) => {
    for (const width of [390, 1440]) {
      await open(["introduction.html", "mutex.html", "glossary.html"], { width }, async (page, name) => {
        const wider = await page.evaluate(() => {
          const boxes = [document.documentElement, document.querySelector("#mdbook-content")];
          return Math.max(...boxes.filter(Boolean).map((it) => it.scrollWidth - it.clientWidth));
        });
        must(wider <= 0, name, `the page at ${width} px`, "is no wider than the window", `${wider} px more`);
      });
    }
  },

  "the theme changes, and stays": (open) =>
    open(name, {}, async (page) => {
      const ground = () =>
        page.evaluate(() =>
          [document.documentElement, document.body].map((it) => getComputedStyle(it).backgroundColor).join(", "),
        );
      const before = await ground();
      await page.click("#mdbook-theme-toggle");
      // Either that has been all, or there is a list to choose from.
      const dark = await page.evaluateHandle(() =>
        [...document.querySelectorAll("[role^=menuitem]")].find((it) => it.checkVisibility() && /dark|navy/i.test(it.textContent)),
      );
      await dark.asElement()?.click();
      await page.waitForFunction(() => document.documentElement.matches(".dark, .navy"), { polling: 100 });
      const after = await ground();
      must(after !== before, name, "html", "changes its color with the theme", after);
      await page.reload({ waitUntil: "load" });
      mustEqual(await ground(), after, name, "html", "keeps the theme");
    }),

  "search finds": (open) =>
    open(name, {}, async (page) => {
      await page.keyboard.press("/");
      await page.waitForSelector("#mdbook-searchbar", { visible: true });
      await page.waitForFunction(() => window.search.index ?? window.search.doc_urls, { polling: 100 });
      await page.type("#mdbook-searchbar", "spawn");
      await page.waitForSelector("#mdbook-searchresults li a");
    }),

  "code is copied": (open) =>
    open(name, {}, async (page) => {
      const button = await page.evaluateHandle(() =>
        [...document.querySelectorAll("main button")].find((it) => /copy/i.test(it.ariaLabel ?? it.title + it.textContent)),
      );
      must(button.asElement(), name, "main", "has a button that copies");
      // Read only when it is written: a Firefox that is asked before stays silent.
      await page.evaluate(() => {
        const write = navigator.clipboard.writeText.bind(navigator.clipboard);
        window.written = new Promise((done) => {
          navigator.clipboard.writeText = (text) => {
            const writing = write(text);
            done(writing);
            return writing;
          };
        });
      });
      await button.asElement().click();
      const text = await page.evaluate(async () => {
        await window.written;
        return (await navigator.clipboard.readText()).trim();
      });
      const shown = await page.evaluate(() => [...document.querySelectorAll("main pre code")].map((it) => it.textContent.trim()));
      must(shown.includes(text), name, "the button that copies", "copies a block of code", text);
    }),
};

test("Firefox", async (t) => {
  const executablePath = installed("FIREFOX", ["firefox", "firefox-esr"]);
  if (!executablePath) return t.skip("no Firefox in PATH; install it, or name it in FIREFOX");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    // A check may read what a button has copied, without being asked.
    extraPrefsFirefox: { "dom.events.testing.asyncClipboard": true },
  });
  t.diagnostic(await browser.version());

  /** Opens pages, calls `look` with each, and fails on what they complain of; a refusal of the policy is an error, too. */
  async function open(names, { width = 1440, height = 900 }, look) {
    const context = await browser.createBrowserContext();
    const complaints = [];
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (it) => it.type() === "error" && complaints.push(it.text()));
      await page.setViewport({ width, height });
      await page.bringToFront(); // only there may a page copy
      for (const name of [names].flat()) {
        try {
          const answer = await page.goto(`${origin}/${name}`, { waitUntil: "load" });
          must(answer.ok(), name, "page", "is answered", answer.status());
          await look(page, name);
        } catch (failure) {
          if (complaints.length) failure.message += `\n  This may be why: ${complaints.join("; ")}`;
          throw failure;
        }
        must(complaints.length === 0, name, "page", "loads in Firefox without complaint", complaints.join("; "));
      }
    } finally {
      await context.close();
    }
  }

  try {
    for (const [what, check] of Object.entries(essentials)) await t.test(`Firefox: ${what}`, () => check(open));
  } finally {
    await browser.close();
  }
});
