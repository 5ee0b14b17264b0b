// Every page as a whole: what axe finds, that nothing scrolls sideways, and
// the way around it by keyboard.

import { violationsOf } from "../axe.js";
import { must, mustEqual, open, pages, schemes, test } from "../book.js";

for (const name of pages) {
  for (const width of [390, 1440]) {
    test(`${name} at ${width} px: axe finds nothing on the page`, async () => {
      for (const colorScheme of schemes) {
        await open(name, { width, colorScheme }, async (page) => {
          for (const { id, help, nodes } of await violationsOf(page)) {
            must(false, `${name} (${colorScheme}, ${width} px)`, nodes[0].target.join(" "), `axe's ${id}: ${help}`, `${nodes.length} such`);
          }
        });
      }
    });
  }

  test(`${name}: does not scroll sideways`, async () => {
    // The contents slide when the window changes: not with this wish.
    await open(name, { reducedMotion: "reduce" }, async (page) => {
      for (const width of [390, 820, 1280, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const wider = await page.evaluate(() => {
          const boxes = [document.documentElement, document.querySelector("#mdbook-content")];
          return boxes.map((it) => it.scrollWidth - it.clientWidth);
        });
        must(Math.max(...wider) <= 0, name, `the page at ${width} px`, "is no wider than the window", wider);
      }
    });
  });
}

test("the way past the menu comes first", async () => {
  await open("threads.html", {}, async (page) => {
    await page.keyboard.press("Tab");
    const first = page.locator(":focus");
    mustEqual(await first.textContent(), "To the text", "threads.html", "the first stop of Tab", "leads to the text");
    await page.keyboard.press("Enter");
    const here = await page.evaluate(() => document.activeElement.id);
    mustEqual(here, "mdbook-content", "threads.html", "that link", "moves the focus to the text");
  });
});

test("the contents open and close by keyboard, and say so", async () => {
  await open("threads.html", {}, async (page) => {
    const button = page.getByRole("button", { name: "Contents" });
    const state = () => button.getAttribute("aria-expanded");
    const before = await state();
    await button.focus();
    await page.keyboard.press("Enter");
    must((await state()) !== before, "threads.html", "the button for the contents", "changes aria-expanded when pressed", await state());
    await page.keyboard.press("Enter");
    mustEqual(await state(), before, "threads.html", "the button for the contents", "changes back when pressed again");
  });
});

test("the neighbours are named", async () => {
  await open("channels.html", {}, async (page) => {
    for (const [rel, title] of [
      ["prev", "Threads"],
      ["next", "Mutex"],
    ]) {
      const text = await page.locator(`.neighbours a[rel=${rel}]`).innerText();
      must(text.includes(title), "channels.html", `the link ${rel}`, `names the chapter ${title}`, text);
    }
  });
});

test("without scripts the contents can be opened", async () => {
  for (const width of [390, 1440]) {
    await open("threads.html", { width, javaScriptEnabled: false }, async (page) => {
      const summary = page.locator("details.contents summary");
      must(await summary.isVisible(), "threads.html", "details.contents", `is seen at ${width} px without scripts`);
      await summary.click();
      const links = page.locator("details.contents a");
      must((await links.count()) > 9, "threads.html", "the contents without scripts", "list the chapters", await links.count());
      must(await links.last().isVisible(), "threads.html", "the contents without scripts", `are seen at ${width} px`);
      mustEqual(await page.locator("iframe").count(), 0, "threads.html", "the page", "holds no frame");
    });
  }
});
