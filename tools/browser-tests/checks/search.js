// mdBook's search, which theme/search.js loads when it is first asked for.

import { must, mustEqual, open, test } from "../book.js";

const name = "introduction.html";
const scripts = (page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((it) => it.name.split("/").pop().replace(/-[0-9a-f]{8}\..*|\.js$/, ""))
      .filter((it) => ["elasticlunr", "search-code", "mark", "searcher", "searchindex"].includes(it))
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
      mustEqual(await scripts(page), ["elasticlunr", "search-code", "mark", "searchindex", "searcher"].sort(), name, "page", "loads each once");
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

// What mdBook's index leaves out: what it cuts at no dot, and its stop words,
// though they are on the page that is to be among the first results.
for (const [words, leads, first = 3] of [
  ["while let", "mutex.html#how-long-a-guard-lives"],
  ["if let", "mutex.html#how-long-a-guard-lives"],
  ["for", "", 1],
  ["own", "", 1],
  ["is_poisoned", "rwlock.html#only-a-writer-can-poison-it"],
  ["par_rchunks", "parallel-computation.html"],
  ["num_alive_tasks", "threads-or-async.html"],
  ["take_while", "parallel-computation.html"],
]) {
  test(`search: "${words}" leads to ${leads || "a page"}`, () =>
    open(`${name}?search=${encodeURIComponent(words)}`, {}, async (page) => {
      const found = page.locator("#mdbook-searchresults li");
      await page.locator("#mdbook-searchresults-outer").waitFor();
      const links = await found.locator("a").evaluateAll((all) => all.map((it) => it.getAttribute("href").replace(/\?[^#]*/, "")));
      const place = links.findIndex((it) => it.includes(leads));
      must(place >= 0 && place < first, name, "#mdbook-searchresults", `has ${leads || "a page"} for ${words} among its first ${first} (src/search-code.js)`, links.slice(0, 5));
      const excerpts = await found.locator(".teaser").allTextContents();
      must(excerpts[place].toLowerCase().includes(words.split(/\W/)[0]), name, ".teaser", `shows ${words}`, excerpts[place]);
    }));
}

test("search: a link from a result marks its words", () =>
  open(`${name}?highlight=threads`, {}, async (page) => {
    await page.locator("main mark").first().waitFor();
  }));
