// Draws a card: card.html with the words of a page.

import { chromium } from "playwright-core";
import { chromiumPath, fontsOf, forPictures, sandbox } from "../chromium.js";

const template = new URL("card.html", import.meta.url).href;

/** Starts what draws cards; to be closed when all are drawn. */
export async function painter() {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...sandbox, ...forPictures] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await page.goto(template);
  const faces = await page.evaluate(async () => (await Promise.all([...document.fonts].map((it) => it.load()))).length);
  if (faces === 0) {
    await browser.close(); // or it would keep this program from ending
    throw new Error("tools/browser-tests/cards/card.html: its font is not there; npm ci --prefix tools/browser-tests");
  }
  return { page, draw: (words) => draw(page, words), close: () => browser.close() };
}

/** The card of a page, as a PNG file. Fails where the font lacks a character: another one would stand out, or a box. */
async function draw(page, words) {
  for (const [part, text] of Object.entries(words)) {
    const lacking = await lackingOf(page, part, text);
    if (lacking.length) {
      throw new Error(
        `the font of the cards lacks ${lacking.map((it) => `'${it}'`).join(", ")}, which is in "${text}"; ` +
          "say it without, or choose another font in tools/browser-tests/cards/card.html",
      );
    }
  }
  await page.evaluate(set, words);
  return page.screenshot({ animations: "disabled" });
}

/** The characters that the font of a part has, as far as they were asked for. */
const known = { title: new Set(), lead: new Set(), book: new Set() };

/**
 * The characters of a text that the font of its part has no letter for. Each is
 * tried in a line of its own: among others, a box counts as the font's.
 */
async function lackingOf(page, part, text) {
  const asked = [...new Set(text.replace(/\s/g, ""))].filter((it) => !known[part].has(it));
  await page.evaluate(([part, asked]) => {
    const lines = asked.map((it) => Object.assign(document.createElement("div"), { textContent: it }));
    document.getElementById(part).replaceChildren(...lines);
    // Before the next frame, Chromium may not know yet which fonts it takes.
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
  }, [part, asked]);
  const fonts = await fontsOf(page, asked.map((_, index) => `#${part} > :nth-child(${index + 1})`));
  const lacking = asked.filter((_, index) => !fonts[index].length || fonts[index].some((it) => !it.isCustomFont));
  for (const it of asked) if (!lacking.includes(it)) known[part].add(it);
  return lacking;
}

/** In the page: puts the words in, in the largest size in which all of them fit. */
function set({ title, lead, book }) {
  const $ = (id) => document.getElementById(id);
  $("title").textContent = title;
  $("lead").textContent = lead;
  // The two languages have their colors.
  $("book").replaceChildren(
    ...book.split(/\b(TypeScript|Rust)\b/).map((text, index) => {
      const word = document.createElement("span");
      word.textContent = text;
      if (index % 2) word.className = text.toLowerCase();
      return word;
    }),
  );

  const words = $("words");
  words.classList.remove("cut");
  const fits = () => $("title").clientHeight <= 3.5 * parseFloat(getComputedStyle($("title")).lineHeight) && words.scrollHeight <= words.clientHeight;
  let step = 0;
  do words.style.setProperty("--step", step);
  while (!fits() && ++step <= 10);
  words.classList.toggle("cut", !fits());

  const foot = $("book");
  let size = 29;
  do foot.style.fontSize = `${size}px`;
  while (foot.scrollWidth > foot.clientWidth && --size >= 20);
  // A picture taken before the next frame might show what was there before.
  return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
}
