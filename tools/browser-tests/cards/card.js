// Draws a card: card.html with the words of a page.

import { chromium } from "playwright-core";
import { chromiumPath, fontsOf, forPictures, sandbox } from "../chromium.js";

const template = new URL("card.html", import.meta.url).href;

/** Starts what draws cards; to be closed when all are drawn. */
export async function painter() {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: [...sandbox, ...forPictures] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await page.goto(template);
  return { page, draw: (words) => draw(page, words), close: () => browser.close() };
}

/** The card of a page, as a PNG file. Fails where the font lacks a character: another one would stand out, or a box. */
async function draw(page, words) {
  await page.evaluate(set, words);
  const fonts = await fontsOf(page, Object.keys(words).map((part) => `#${part}`));
  for (const [index, [part, text]] of Object.entries(words).entries()) {
    const strange = fonts[index].filter((it) => !it.isCustomFont);
    if (strange.length) {
      const names = strange.map((it) => it.familyName).join(", ");
      throw new Error(
        `the font of the cards lacks ${await lacking(page, part, text)}, which is in "${text}" (it is taken from ${names}); ` +
          "say it without, or choose another font in tools/browser-tests/cards/card.html",
      );
    }
  }
  return page.screenshot({ animations: "disabled" });
}

/** The characters of a text that its font has no letter for, each tried alone. */
async function lacking(page, part, text) {
  const found = [];
  for (const it of new Set(text.replace(/\s/g, ""))) {
    await page.evaluate(([part, it]) => (document.getElementById(part).textContent = it), [part, it]);
    const [fonts] = await fontsOf(page, [`#${part}`]);
    if (fonts.some((font) => !font.isCustomFont)) found.push(`'${it}'`);
  }
  return found.join(", ");
}

/** In the page: puts the words in, in the largest size in which all of them fit. */
async function set({ title, lead, book }) {
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
  await Promise.all([...document.fonts].map((it) => it.load()));

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
}
