// Exercises: everything unfolds, by keyboard and without scripts; code fits
// and can be copied; the list of all leads to each.

import { look, must, mustEqual, open, pagesWith, test } from "../book.js";

const withExercises = pagesWith('class="exercise"');

test("there are exercises to check", () => {
  must(withExercises.length >= 9, "book", "pages", "at least nine pages have an exercise", withExercises);
});

for (const name of withExercises) {
  // Without scripts one page tells for all: the mark-up is the same.
  for (const javaScriptEnabled of name === withExercises[0] ? [true, false] : [true]) {
    const how = javaScriptEnabled ? "by keyboard" : "without scripts";
    test(`${name}: each part of an exercise unfolds ${how}`, () =>
      open(name, { javaScriptEnabled }, async (page) => {
        for (const section of await page.locator("section.exercise").all()) {
          const where = await section.locator("h3").textContent();
          const parts = await section.locator("details").all();
          must(parts.length >= 4, name, where, "has code, a hint, a solution and what is refused", parts.length);
          for (const part of parts) {
            const summary = part.locator("> summary");
            const words = await summary.textContent();
            const inside = part.locator("> :not(summary)").first();
            must(!(await inside.isVisible()), name, `${where}, ${words}`, "is folded at first");
            if (javaScriptEnabled) await summary.press("Enter");
            else await summary.click();
            must(await inside.isVisible(), name, `${where}, ${words}`, `unfolds ${how}`);
          }
        }
      }));
  }

  look(name, "at no width does an exercise stick out", async (page) => {
    for (const width of [320, 820]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => {
        for (const it of document.querySelectorAll(".exercise details")) it.open = true;
        const room = document.querySelector("main").getBoundingClientRect().right + 1;
        return [...document.querySelectorAll(".exercise *")]
          .filter((it) => !it.closest("pre > code") && it.getBoundingClientRect().right > room)
          .map((it) => `${it.localName}.${it.className}`);
      });
      mustEqual(wide, [], name, `${width} px`, "nothing in an exercise is wider than the page");
    }
  }, { reducedMotion: "reduce" });
}

test("the list of all exercises leads to each", () =>
  open("exercises.html", {}, async (page) => {
    const links = page.locator("table a[href*='#exercise-']");
    const addresses = await links.evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    const there = withExercises.length;
    must(addresses.length >= there, "exercises.html", "table", "has each exercise", addresses);
    const here = page.url();
    for (const address of addresses) {
      await page.goto(new URL(address, here).href, { waitUntil: "domcontentloaded" });
      mustEqual(await page.locator("h3:target").count(), 1, "exercises.html", address, "leads to the heading of an exercise");
    }
  }));

test("the code of an exercise can be copied", () =>
  open(withExercises[0], { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const code = page.locator(".exercise-code").first();
    await code.locator("> summary").click();
    await code.getByRole("button", { name: /^Copy/ }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const shown = await code.locator("pre > code").textContent();
    mustEqual(copied.trim(), shown.trim(), withExercises[0], ".exercise-code", "copies what it shows");
  }));
