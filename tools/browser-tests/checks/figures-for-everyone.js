// The figure "Every schedule" without a mouse, without a script, without
// colors, without motion, on a phone, on paper and in a screen reader.

import { gzipSync } from "node:zlib";
import { violationsOf } from "../axe.js";
import { look, must, mustEqual, open, openInParts, pages, pagesWith, test, text } from "../book.js";
import { endingsOf, figuresOf, pressed } from "../figure.js";

const withFigures = pagesWith('class="schedules"');

/**
 * Brings every figure into its fullest state: stepping, and choosing. All within
 * the page, at once: that a hand can press the buttons is for other checks to see.
 */
async function inUse(page) {
  const stuck = await page.evaluate(async () => {
    for (const folded of document.querySelectorAll(".question-proof:has(.schedules)")) folded.open = true;
    const stuck = [];
    for (const figure of document.querySelectorAll("section.schedules")) {
      const ending = figure.querySelector(".ending-choice[open]");
      const steps = ending.querySelectorAll(".steps li").length;
      for (let step = 0; step < Math.min(3, steps); step += 1) ending.querySelector('button[aria-label="One step forward"]').click();
      const choose = figure.querySelector("button.choose");
      if (!choose) continue;
      const area = figure.querySelector(".you-choose");
      const status = area.querySelector(".step-status");
      choose.click();
      // The states are loaded; if they cannot be, the figure says so.
      await new Promise((done) => {
        const told = () => area.querySelector("button[data-thread]") || status.textContent.includes("could not");
        const watch = new MutationObserver(() => told() && done(watch.disconnect()));
        watch.observe(area, { childList: true, subtree: true, characterData: true });
      });
      const pick = area.querySelector("button[data-thread]");
      if (pick) pick.click();
      else stuck.push(`#${figure.id}: ${status.textContent}`);
    }
    return stuck;
  });
  mustEqual(stuck, [], page.url(), "section.schedules", "lets the reader choose");
}

async function fits(page, name, width) {
  // mdBook's content is a scroller of its own inside the page.
  const wide = await page.evaluate(() => {
    const found = [];
    for (let it = document.querySelector("main"); it; it = it.parentElement) {
      if (it.scrollWidth > it.clientWidth) found.push(`${it.localName}#${it.id}: ${it.scrollWidth} px in ${it.clientWidth}`);
    }
    return found;
  });
  mustEqual(wide, [], name, "page", `no sideways scroll at ${width} px`);
  // All opened first: to lay the page out takes longer than to look at it.
  const all = await page.evaluate(() => {
    const figures = [...document.querySelectorAll("section.schedules")];
    for (const it of document.querySelectorAll("section.schedules details")) {
      it.removeAttribute("name");
      it.open = true;
    }
    return figures.map((figure) => {
      const small = [];
      const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const it = node.parentElement;
        if (!node.data.trim() || !it.checkVisibility() || it.matches("title, desc")) continue;
        const size = parseFloat(getComputedStyle(it).fontSize);
        if (size < 11) small.push(`"${node.data.trim()}" at ${size} px`);
      }
      const cut = [...figure.querySelectorAll(".steps li > span")]
        .filter((it) => it.scrollHeight > it.clientHeight + 1)
        .map((it) => it.textContent);
      // Nothing of the copy can be scrolled to.
      for (const code of figure.querySelectorAll(".side pre > code")) {
        const it = code.parentElement;
        if (it.checkVisibility() && it.scrollWidth > it.clientWidth) cut.push("the copy of the program");
      }
      const boxes = [...figure.querySelectorAll(".chart")]
        .filter((it) => it.scrollWidth > it.clientWidth + 1 && !(it.tabIndex === 0 && it.ariaLabel));
      const rows = [...figure.querySelectorAll(".chart")].flatMap((chart) => {
        const svg = chart.querySelector("svg").getBoundingClientRect();
        const list = chart.querySelector(".steps").getBoundingClientRect();
        return Math.abs(svg.height - list.height) > 1 || Math.abs(svg.top - list.top) > 1 ? [svg.height, list.height] : [];
      });
      const hit = [...figure.querySelectorAll("button, summary")]
        .map((it) => [it.textContent, it.getBoundingClientRect()])
        .filter(([, it]) => it.width < 24 || it.height < 24)
        .map(([label]) => label);
      return { where: `#${figure.id}`, small, cut, boxes: boxes.length, rows, hit };
    });
  });
  for (const { where, ...found } of all) {
    mustEqual(found.small, [], name, where, `no text under 11 px at ${width} px`);
    mustEqual(found.cut, [], name, where, `no step and no line of code is cut off at ${width} px`);
    mustEqual(found.boxes, 0, name, where, `a chart that scrolls at ${width} px can be focused and has a name`);
    mustEqual(found.rows, [], name, where, "lanes and words are of one height");
    mustEqual(found.hit, [], name, where, "what can be pressed is 24 px high and wide");
  }
}

/** On a page as it was loaded; takes one step. */
async function tellsTheStory(page, name) {
  const figures = await figuresOf(page);
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const drawn = nodes.filter((it) => it.role?.value === "image" && it.name?.value.startsWith("Swim lanes of main"));
  // What is closed is not in the tree: one drawing a figure.
  mustEqual(drawn.length, figures.length, name, "svg.lanes", "each open drawing is an image with a name");
  for (const it of drawn) {
    const about = it.description?.value ?? "";
    must(/Time runs downward through \d+ steps.*The end: .+\./.test(about), name, it.name.value, "has a description", about);
  }
  for (const figure of figures) {
    const endings = await endingsOf(figure);
    for (const [index, ending] of endings.entries()) {
      const said = (await ending.summary.textContent()).replace(/\s+/g, " ");
      const begin = endings.length === 1 ? "The only ending: " : `Ending ${index + 1} of ${endings.length}: `;
      must(said.startsWith(begin), name, ending.where, `is named "${begin}…"`, said);
      const end = await ending.box.locator(".the-end").textContent();
      for (const kind of ["deadlock", "livelock"]) {
        if (end.includes(kind)) must(said.startsWith(begin + kind), name, ending.where, `its name begins with ${kind}`, said);
      }
    }
    const [{ box, where }] = endings;
    const list = await box.locator(".stage").ariaSnapshot();
    for (const part of ['group "Step through this schedule"', 'button "One step forward"', "status", "list", "listitem"]) {
      must(list.includes(part), name, where, `has ${part}`, list);
    }
    const heard = await box.evaluate(async (it) => {
      const status = it.querySelector(".step-status");
      const records = [];
      const watch = new MutationObserver((all) => records.push(...all));
      watch.observe(status, { childList: true, characterData: true, subtree: true });
      it.querySelector('[aria-label="One step forward"]').click();
      await new Promise((done) => setTimeout(done));
      const lives = [...it.querySelectorAll("[aria-live], [role=status], [role=alert]")];
      return { live: lives.map((it) => `${it.role} ${it.ariaLive} ${it.ariaAtomic}`), changes: records.length };
    });
    mustEqual(heard, { live: ["status polite true"], changes: 1 }, name, where, "one live region, polite, changed once a step");
  }
}

/** On a page that is in use; leaves it so. */
async function isWholeOnPaper(page, name) {
  await page.emulateMedia({ media: "print" });
  try {
    const all = await page.evaluate(() =>
      [...document.querySelectorAll("section.schedules")].map((figure) => ({
        where: `#${figure.id}`,
        shown: [...figure.querySelectorAll(".ending-choice")].map((it) => it.querySelector("svg.lanes").checkVisibility()),
        dead: [...figure.querySelectorAll("button")].filter((it) => it.checkVisibility()).length,
      })),
    );
    must(all.length > 0, name, "page", "has figures");
    for (const { where, shown, dead } of all) {
      mustEqual(shown, shown.map(() => true), name, where, "the lanes of each ending are printed");
      mustEqual(dead, 0, name, where, "no button is printed");
    }
  } finally {
    await page.emulateMedia({ media: null });
  }
}

for (const name of withFigures) {
  // axe in each scheme once and in the narrowest and the widest window; pages.js
  // has all four of whole pages. The window then changes to the width beside it:
  // no script of a figure asks how wide it was when the page was loaded.
  for (const [width, scheme, next] of [[390, "dark", 820], [1440, "light", 1280]]) {
    test(`${name} at ${width} px: figures in use`, (t) =>
      openInParts(t, name, { width, colorScheme: scheme }, async (page, part) => {
        if (scheme === "light") await part("the accessibility tree tells the story", () => tellsTheStory(page, name));
        await inUse(page);
        if (scheme === "light") await part("on paper every ending is open", () => isWholeOnPaper(page, name));
        await part(`at ${width} px, ${scheme}: axe finds nothing in the figures`, async () => {
          for (const { id, help, nodes } of await violationsOf(page, "section.schedules")) {
            must(false, name, nodes[0].target.join(" "), `axe ${id}: ${help}`, nodes[0].failureSummary);
          }
        });
        await part(`at ${width} px: fits, and is legible`, () => fits(page, name, width));
        await page.setViewportSize({ width: next, height: 900 });
        await part(`at ${next} px: fits, and is legible`, () => fits(page, name, next));
      }));
  }

  look(name, "without scripts lanes and words are there, and no dead button", async (page) => {
    // All at once; a summary opens at a click, without a script as well.
    const figures = await page.evaluate(() => {
      for (const folded of document.querySelectorAll(".question-proof:has(.schedules)")) folded.open = true;
      return [...document.querySelectorAll("section.schedules")].map((figure) => ({
        where: `#${figure.id}`,
        buttons: figure.querySelectorAll("button").length,
        endings: [...figure.querySelectorAll(".ending-choice")].map((ending) => {
          if (!ending.open) ending.querySelector("summary").click();
          const seen = (selector) => {
            const it = [...ending.querySelectorAll(selector)].at(-1);
            return Boolean(it?.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().height > 0);
          };
          return {
            lanes: seen("svg.lanes"),
            rows: ending.querySelectorAll(".steps li").length,
            dots: ending.querySelectorAll(".dot").length,
            step: seen(".steps li"),
            end: seen(".the-end"),
          };
        }),
      }));
    });
    must(figures.length > 0, name, "page", "has figures");
    for (const { where: figure, buttons, endings } of figures) {
      mustEqual(buttons, 0, name, figure, "no button");
      must(endings.length > 0, name, figure, "has endings");
      for (const [index, { lanes, rows, dots, step, end }] of endings.entries()) {
        const where = `${figure}, ending ${index + 1} of ${endings.length}`;
        must(lanes, name, where, "the lanes are there");
        must(rows > 0 && rows === dots, name, where, "as many steps in words as in lanes", [rows, dots]);
        must(step, name, where, "the steps are there in words");
        must(end, name, where, "the end is told");
      }
    }
  }, { javaScriptEnabled: false });

  look(name, "with reduced motion nothing moves", async (page) => {
    const moving = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll(".schedules, .schedules *, .lit-line")]
        .filter((it) => {
          const style = getComputedStyle(it);
          const lasts = (text) => text.split(",").some((time) => parseFloat(time) > 0);
          return lasts(style.animationDuration) || lasts(style.transitionDuration) || style.scrollBehavior === "smooth";
        })
        .map((it) => it.outerHTML.slice(0, 80)),
    );
    mustEqual(moving, [], name, "figures", "no animation, transition or smooth scroll");
  }, { reducedMotion: "reduce" });

  test(`${name}: with the reader's own colors the step and the line stand out`, () =>
    open(name, { forcedColors: "active" }, async (page) => {
      const all = await page.evaluate(() => {
        for (const folded of document.querySelectorAll(".question-proof:has(.schedules)")) folded.open = true;
        return [...document.querySelectorAll("section.schedules")].map((figure) => {
          figure.querySelectorAll(".ending-choice[open] .steps li[data-line]")[1].click();
          const line = document.querySelector(`#listing-${figure.dataset.name} .lit-line`);
          const frame = (it) => it.checkVisibility() && getComputedStyle(it).outlineStyle !== "none" && parseFloat(getComputedStyle(it).outlineWidth) >= 2;
          const now = figure.querySelector(".dot.now");
          const before = figure.querySelector(".dot:not(.now)");
          const look = (it) => getComputedStyle(it).stroke + getComputedStyle(it).strokeWidth;
          return { where: `#${figure.id}`, row: frame(figure.querySelector(".band")), line: frame(line), dot: look(before) !== look(now) };
        });
      });
      must(all.length > 0, name, "page", "has figures");
      for (const { where, ...found } of all) {
        mustEqual(found, { row: true, line: true, dot: true }, name, where, "lit row, line and dot differ from the others");
      }
    }));
}

test("a chart of many lanes scrolls in its own box", () =>
  open(withFigures[0], { width: 390 }, async (page) => {
    const [inside, page_] = await page.evaluate(() => {
      const chart = document.querySelector(".chart");
      chart.style.setProperty("--lanes", "14");
      const main = document.querySelector("main");
      const inside = chart.scrollWidth > chart.clientWidth && getComputedStyle(chart).overflowX === "auto";
      return [inside, main.scrollWidth <= main.clientWidth];
    });
    must(inside && page_, withFigures[0], ".chart with 14 lanes", "scrolls, and the page does not", { inside, page: page_ });
  }));

test("the script of the figures is small, and only where there are figures", async () => {
  const size = gzipSync(text("schedules/player.js"), { level: 9 }).length;
  // Near to what it is: a budget with twice the room would not notice a library.
  must(size <= 5_000, withFigures[0], "src/schedules/player.js", "at most 5,000 bytes gzipped; shorten it, or raise this on purpose", size);
  for (const name of pages) {
    const loads = text(name).includes("schedules/player.js");
    const has = text(name).includes('class="schedules"');
    must(loads === has, name, "script", has ? "loads the player" : "does not load the player");
  }
});
