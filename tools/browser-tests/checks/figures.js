// The figure "Every schedule": every ending can be chosen and stepped through.

import { must, mustEqual, open, openInParts, pagesWith, test } from "../book.js";
import { endingsOf, figuresOf, outputOf, pressed, stateOf } from "../figure.js";

const withFigures = pagesWith('class="schedules"');

test("there are figures to check", () => {
  must(withFigures.length >= 6, "book", "pages", "at least six pages have a figure", withFigures);
});

/** Leaves one ending of each figure open, or none. */
async function isChosen(page, name) {
  for (const figure of await figuresOf(page)) {
    const endings = await endingsOf(figure);
    for (const [index, ending] of endings.entries()) {
      const { where } = ending;
      // The first is open; from behind, every press opens a closed one.
      const other = endings[(index + 1) % endings.length];
      const isOpen = () => ending.box.evaluate((it) => it.open);
      if (endings.length > 1) await other.summary.click();
      else if (await isOpen()) await ending.summary.click();
      must(!(await isOpen()), name, where, "closes when another is chosen");
      await ending.summary.click();
      must(await isOpen(), name, where, "opens at a click");
      await ending.summary.click();
      await ending.summary.focus();
      await page.keyboard.press("Enter");
      must(await isOpen(), name, where, "opens at the Enter key");
      must(await ending.box.locator("svg.lanes").isVisible(), name, where, "shows its lanes when open");
    }
  }
}

async function isSteppedThrough(page, name) {
  const address = page.url();
  for (const figure of await figuresOf(page)) {
    for (const ending of await endingsOf(figure)) {
      if (!(await ending.box.evaluate((it) => it.open))) await ending.summary.click();
      const { where } = ending;
      const total = await ending.box.locator(".steps li").count();
      if (total === 0) continue;
      const press = (label) => ending.box.locator(`button[aria-label="${label}"]`);
      const check = async (at, how, state) => {
        state ??= await stateOf(ending.box);
        const on = `${where}, ${how} to step ${at} of ${total}`;
        mustEqual(state.current, at ? [at] : [], name, on, "one step is marked as the current one");
        mustEqual(state.dots, at ? [at] : [], name, on, "its dot is lit in the lanes");
        mustEqual(state.band, at || null, name, on, "the lit row is the step's");
        mustEqual(state.lit, at ? state.lines[at - 1] : null, name, on, "the lit line of the listing is the step's");
        mustEqual(state.out, state.outs.slice(0, at).join(""), name, on, "the output so far");
        const begin = at ? `Step ${at} of ${total}: ` : "Before the first of";
        must(state.status.startsWith(begin), name, on, `the status says "${begin}"`, state.status);
      };
      await press("To the start").click();
      await check(0, "button To the start");
      const forward = await pressed(ending.box, "ArrowRight", total + 1);
      for (const [index, state] of forward.entries()) {
        await check(Math.min(index + 1, total), "key ArrowRight", state);
      }
      mustEqual(forward.at(-1).out, await outputOf(ending), name, where, "the output after the last step is the ending's");
      const back = await pressed(ending.box, "One step back", total);
      for (const [index, state] of back.entries()) {
        await check(total - 1 - index, "button One step back", state);
      }
      await press("One step forward").click();
      await check(1, "button One step forward");
      await page.keyboard.press("ArrowLeft");
      await check(0, "key ArrowLeft");
      await page.keyboard.press("End");
      await check(total, "key End");
      await page.keyboard.press("Home");
      await check(0, "key Home");
      await press("To the end").click();
      await check(total, "button To the end");
      await ending.box.locator(".steps li").first().click();
      await check(1, "click on the step");
      await ending.summary.focus();
      await page.keyboard.press("ArrowRight");
      await check(2, "key ArrowRight on the summary");
      mustEqual(page.url(), address, name, where, "arrow keys in the figure do not turn the page");
    }
    const closed = figure.box.locator(".ending-choice:not([open]) > summary").first();
    if (await closed.count()) {
      await closed.focus();
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(50);
      mustEqual(page.url(), address, name, figure.where, "arrow keys on a closed ending do not turn the page");
    }
  }
}

// One visit: whatever is open, stepping begins with opening an ending and going
// to its start.
for (const name of withFigures) {
  test(`${name}: every ending`, (t) =>
    openInParts(t, name, {}, async (page, part) => {
      await part("each ending is chosen by mouse and by keyboard", () => isChosen(page, name));
      await part("every step, by keys forward and by buttons back", () => isSteppedThrough(page, name));
    }));
}

test("outside a figure the arrow keys turn the page", () =>
  open(withFigures[0], {}, async (page) => {
    const turned = page.waitForURL((url) => !url.pathname.endsWith(withFigures[0]));
    await page.locator("main h1, main h2").first().click();
    await page.keyboard.press("ArrowRight");
    await turned.catch(() => must(false, withFigures[0], "page", "ArrowRight turns the page"));
  }));

test("an arrow with Alt stays the browser's", () =>
  open(withFigures[0], {}, async (page) => {
    const [figure] = await figuresOf(page);
    const [ending] = await endingsOf(figure);
    await ending.box.getByRole("button", { name: "To the start" }).click();
    const before = await ending.box.evaluate((it) =>
      it.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", altKey: true, bubbles: true, cancelable: true })),
    );
    must(before, withFigures[0], ending.where, "Alt+ArrowRight is not taken from the browser");
  }));
