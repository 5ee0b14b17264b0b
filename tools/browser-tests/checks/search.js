// mdBook's search, which theme/search.js loads when it is first asked for.

import { must, mustEqual, open, test } from "../book.js";

const name = "introduction.html";
const scripts = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((it) => it.name.split("/").pop().split("-")[0])
      .filter((it) => ["elasticlunr", "mark", "searcher", "searchindex"].includes(it))
      .sort(),
  );

async function finds(page, words) {
  const bar = page.locator("#mdbook-searchbar");
  await bar.waitFor();
  must(await bar.evaluate((it) => it === document.activeElement), name, "#mdbook-searchbar", "has the focus");
  await page.waitForFunction(() => window.search.index ?? window.search.doc_urls);
  await bar.pressSequentially(words);
  const results = page.locator("#mdbook-searchresults li");
  await results.first().waitFor();
  must((await results.count()) > 0, name, "#mdbook-searchresults", `finds ${words}`);
}

test("search: nothing of it is loaded before it is asked for", () =>
  open(name, {}, async (page) => mustEqual(await scripts(page), [], name, "page", "loads no search")));

for (const key of ["/", "s"]) {
  test(`search: the key ${key} opens it at the first press, once`, () =>
    open(name, {}, async (page) => {
      await page.keyboard.press(key);
      await finds(page, "Promise.all");
      mustEqual(await scripts(page), ["elasticlunr", "mark", "searchindex", "searcher"].sort(), name, "page", "loads each once");
      mustEqual(await page.locator("#mdbook-searchbar").inputValue(), "Promise.all", name, "#mdbook-searchbar", "holds what was typed");
      await page.keyboard.press("Escape");
      must(!(await page.locator("#mdbook-searchbar").isVisible()), name, "#mdbook-searchbar", "closes");
      const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
      mustEqual(await focus(), "mdbook-search-toggle", name, "Esc", "leaves the focus on the button when nothing had it (theme/search.js)");
      const link = page.locator("main p a").nth(3);
      await link.focus();
      await page.keyboard.press(key);
      must(await page.locator("#mdbook-searchbar").isVisible(), name, "#mdbook-searchbar", "opens again");
      await page.keyboard.press("Escape");
      mustEqual(await focus(), await link.textContent(), name, "Esc", "gives the focus back to where it was (theme/search.js)");
      await page.keyboard.press(key);
      await page.keyboard.press("ArrowDown");
      must((await page.locator("#mdbook-searchresults li.focus").count()) === 1, name, "ArrowDown", "goes to the first result");
      await page.keyboard.press("Escape");
      mustEqual(await focus(), await link.textContent(), name, "Esc on a result", "gives the focus back to where it was (theme/search.js)");
      // A result that has been gone to takes no key from what has the focus.
      await page.keyboard.press(key);
      await page.keyboard.press("ArrowDown");
      await page.locator("#mdbook-theme-toggle").focus();
      const address = page.url();
      await page.keyboard.press("Enter");
      must(await page.locator("#mdbook-theme-list").isVisible(), name, "Enter on a button", "presses it while results are there");
      mustEqual(page.url(), address, name, "Enter on a button", "does not go to a result (theme/site.js)");
    }));
}

test("search: its button opens it at the first press, and closes it", () =>
  open(name, {}, async (page) => {
    const toggle = page.locator("#mdbook-search-toggle");
    await toggle.click();
    await finds(page, "spawn");
    await toggle.click();
    must(!(await page.locator("#mdbook-searchbar").isVisible()), name, "#mdbook-searchbar", "closes");
  }));

test("search: a press that could not load it is no harm, the next one can", () =>
  open(name, { expects: /ERR_FAILED.*mark-/ }, async (page) => {
    await page.route("**/mark-*", (route) => route.abort(), { times: 1 });
    const toggle = page.locator("#mdbook-search-toggle");
    const failed = page.waitForEvent("requestfailed");
    await toggle.click();
    await failed;
    await page.waitForFunction(() => !document.getElementById("mdbook-search-toggle").ariaBusy);
    await toggle.click();
    await finds(page, "spawn");
  }));

test("search: a link to results shows them, and paths in code are words", () =>
  open(`${name}?search=atomics.wait`, {}, async (page) => {
    await page.locator("#mdbook-searchresults li").first().waitFor();
  }));

test("search: a link from a result marks its words", () =>
  open(`${name}?highlight=threads`, {}, async (page) => {
    await page.locator("main mark").first().waitFor();
  }));
