// Blocks of code: their colors come with the page, without a script; hidden
// lines and the copy button still work. Contrast, in both schemes, and
// scrolling by keyboard are among the rules of axe that pages.js applies.

import { must, mustEqual, open, pagesWith, test } from "../book.js";

for (const javaScriptEnabled of [true, false]) {
  const script = javaScriptEnabled ? "with scripts" : "without scripts";
  test(`code has its colors ${script}`, () =>
    open("threads.html", { javaScriptEnabled }, async (page) => {
      for (const language of ["rust", "ts"]) {
        const block = page.locator(`main pre > code.language-${language}`).first();
        const colors = await block.evaluate((code) =>
          [code, ...code.querySelectorAll("span")].map((it) => getComputedStyle(it).color),
        );
        must(new Set(colors).size >= 5, "threads.html", `code.language-${language}`, "has five colors", colors.join(" "));
      }
    }));

  for (const name of pagesWith('class="boring"')) {
    test(`${name}: hidden lines are hidden ${script}`, () =>
      open(name, { javaScriptEnabled }, async (page) => {
        for (const line of await page.locator(".boring").all()) {
          must(!(await line.isVisible()), name, ".boring", "is hidden", await line.textContent());
        }
      }));
  }
}

for (const name of pagesWith('class="boring"')) {
  test(`${name}: hidden lines are shown on demand, and copied when shown`, () =>
    open(name, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      const block = page.locator("pre:has(.boring)").first();
      const code = block.locator("code").first();
      const button = page.locator(":is(.pane-head:has(+ pre .boring), pre:has(.boring)) .copy").first();
      const copied = async () => {
        await button.click();
        await page.locator(".heard", { hasText: "Copied" }).waitFor({ state: "attached" });
        await page.evaluate(() => (document.querySelector(".heard").textContent = ""));
        return (await page.evaluate(() => navigator.clipboard.readText())).trim();
      };
      const all = (await code.textContent()).trim();
      const shown = await copied();
      must(shown.length < all.length, name, "code", "hides something", shown);
      await block.getByRole("button", { name: "Show hidden lines" }).press("Enter");
      must(await block.locator(".boring").first().isVisible(), name, ".boring", "shows when asked for");
      mustEqual(await copied(), all, name, ".copy", "copies what shows");
      await block.getByRole("button", { name: "Hide lines" }).press("Enter");
      mustEqual(await copied(), shown, name, ".copy", "copies what shows");
    }));
}

test("no highlighter is shipped", () =>
  open("threads.html", {}, async (page) => {
    const { size, names } = await page.evaluate(async () => {
      const source = document.querySelector('script[src*="highlight-"]').src;
      const { length } = await (await fetch(source)).text();
      return { size: length, names: Object.keys(window.hljs) };
    });
    must(size < 500, "threads.html", "highlight.js", "is a stub", `${size} bytes`);
    mustEqual(names, ["configure", "highlightBlock"], "threads.html", "hljs", "has what book.js calls");
  }));
