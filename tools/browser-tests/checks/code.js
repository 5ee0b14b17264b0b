// Blocks of code: their colors come with the page, without a script; hidden
// lines and the copy button still work. Contrast, in both schemes, and
// scrolling by keyboard are among the rules of axe that pages.js applies.

import { look, must, mustEqual, open, pagesWith, test } from "../book.js";

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
    const options = javaScriptEnabled ? {} : { javaScriptEnabled };
    look(name, `hidden lines are hidden ${script}`, async (page) => {
      const seen = await page.locator(".boring").evaluateAll((all) => all.filter((it) => it.checkVisibility()).map((it) => it.textContent));
      mustEqual(seen, [], name, ".boring", "is hidden");
    }, options);
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

test("where something else has a use for a key, it does not turn the page", () =>
  open("mutex.html", { width: 390, hasTouch: true }, async (page) => {
    const address = page.url();
    await page.evaluate(() => (window.stayed = true));
    const press = async (where, ...keys) => {
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForTimeout(100);
      const stayed = page.url() === address && (await page.evaluate(() => window.stayed === true));
      must(stayed, "mutex.html", where, `${keys.join(", ")} do not turn the page (theme/site.js)`, page.url());
    };
    for (const [what, selector] of [
      ["code", "main pre > code"],
      ["a table", "main .table-wrapper"],
    ]) {
      const box = page.locator(`${selector}[tabindex="0"]`).filter({ visible: true }).first();
      await box.waitFor();
      const wide = await box.evaluate((it) => it.scrollWidth > it.clientWidth);
      must(wide, "mutex.html", selector, "scrolls at 390 px, so that the check sees something");
      await box.focus();
      await press(what, "ArrowRight", "ArrowRight");
      await page.waitForFunction((it) => it.scrollLeft > 0, await box.elementHandle());
      // At the start it is no other.
      await press(what, "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
      const link = box.locator("a").first();
      if (await link.count()) {
        await link.focus();
        await press(`a link in ${what}`, "ArrowRight");
      }
    }
    await page.locator(".choice button").first().focus();
    await press("the choice of languages", "ArrowRight", "ArrowLeft");
    await page.locator(".question input").first().focus();
    await press("the choices of a question", "ArrowRight", "ArrowLeft");
    await page.locator(".schedules .choose").first().focus();
    await press("the figure's controls", "ArrowRight", "ArrowLeft");
    await page.locator("#mdbook-theme-toggle").press("Enter");
    await page.getByRole("menuitem", { name: "Light" }).focus();
    await press("a menu", "ArrowRight", "ArrowLeft");
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("?");
    await press("the help", "ArrowRight", "ArrowLeft");
    await page.keyboard.press("Escape");

    // A swipe opens the contents, but not where it scrolls.
    const swipe = (selector) =>
      page.evaluate((selector) => {
        const target = [...document.querySelectorAll(selector)].find((it) => it.checkVisibility());
        const at = (clientX) => [new Touch({ identifier: 1, target, clientX, clientY: 300 })];
        for (const [type, x] of [["touchstart", 20], ["touchmove", 220]]) {
          target.dispatchEvent(new TouchEvent(type, { bubbles: true, touches: at(x) }));
        }
      }, selector);
    const contents = page.locator("#mdbook-sidebar");
    await swipe('main pre > code[tabindex="0"]');
    must(!(await contents.isVisible()), "mutex.html", "a swipe in code", "does not open the contents");
    await swipe("main p");
    must(await contents.isVisible(), "mutex.html", "a swipe in the text", "opens the contents");
    await page.keyboard.press("Escape");
    must(!(await contents.isVisible()), "mutex.html", "Escape", "closes what a swipe has opened");
  }));

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
