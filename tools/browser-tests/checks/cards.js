// The cards of a published site (cards.js beside this folder): words of any
// length stay inside their frame, in the font of the cards.

import { after } from "node:test";
import { PNG } from "pngjs";
import { painter } from "../cards/card.js";
import { must, mustEqual, test } from "../book.js";

const BOOK = "Rust Concurrency for TypeScript Developers";
const [WIDTH, HEIGHT] = [1200, 630];
const file = "tools/browser-tests/cards/card.html";

// One page draws them all: it is lent to one check after the other.
let drawing;
let last = Promise.resolve();
const card = (name, run) =>
  test(`cards: ${name}`, () => {
    drawing ??= painter();
    const turn = last.then(async () => run(await drawing));
    last = turn.catch(() => {});
    return turn;
  });
// Where it could not begin, the checks say why.
after(async () => (await drawing?.catch(() => {}))?.close());

/** Whether anything but the ground is between these pixels. */
function drawnOn(png) {
  const { width, height, data } = PNG.sync.read(png);
  mustEqual([width, height], [WIDTH, HEIGHT], file, "the card", "has the size that Open Graph's readers ask for");
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  // The corner is the ground, whatever its color.
  return (left, right, top, bottom) => {
    for (let y = top; y < bottom; y += 1) {
      if (pixels.subarray(y * width + left, y * width + right).some((it) => it !== pixels[width - 1])) return true;
    }
    return false;
  };
}

const words = "Threads or async: who waits, and on what? ";
for (const [name, title, lead, book] of [
  ["next to no words", "T", "", BOOK],
  ["letters that lean out", "Wj", "f", "B"],
  ["more words than usual", words.repeat(2), words.repeat(5), BOOK],
  ["far too many words", words.repeat(9), words.repeat(40), words.repeat(6)],
  ["words without an end", "W".repeat(300), "M".repeat(2000), "W".repeat(200)],
]) {
  card(`${name} stay inside their frame`, async ({ draw }) => {
    const drawn = drawnOn(await draw({ title, lead, book }));
    must(drawn(210, 1110, 80, 500), file, "title and line in italics", "are drawn");
    must(drawn(210, 1110, 520, 570), file, "the book's title", "is drawn");
    must(drawn(80, 160, 0, HEIGHT), file, "the two threads", "are drawn");
    // An italic letter may lean out of its line by a few pixels.
    for (const [side, ...frame] of [
      ["left", 170, 206, 0, HEIGHT],
      ["right", 1114, WIDTH, 0, HEIGHT],
      ["top", 170, WIDTH, 0, 80],
      ["foot", 170, WIDTH, 502, 526],
      ["bottom", 170, WIDTH, 572, HEIGHT],
    ]) {
      must(!drawn(...frame), file, `${name}, ${side}`, "nothing sticks out of the frame");
    }
  });
}

card("lines are balanced, and no word is lost", async ({ page, draw }) => {
  const lead = "one two three four five six seven eight nine ten eleven twelve";
  await draw({ title: "T", lead, book: BOOK });
  const [shown, widths] = await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById("lead"));
    return [range.toString(), [...range.getClientRects()].map((it) => it.width)];
  });
  mustEqual(shown, lead, file, "#lead", "has each word");
  must(widths.length > 1 && Math.min(...widths) > Math.max(...widths) / 2, file, "#lead", "has lines of about one length", widths);
});

card("what the font lacks is an error, and not a box", async ({ draw }) => {
  for (const words of [["漢", "a", "b"], ["a", "漢", "b"], ["a", "b", "漢"], ["a", "it is 漢字", "b"]]) {
    const [title, lead, book] = words;
    const refused = await draw({ title, lead, book }).then(() => "nothing", (error) => error.message);
    must(refused.includes("lacks '漢'"), file, `a card of ${words.join(", ")}`, "is refused, with the character", refused);
  }
  // What stands in titles and lines in italics, and what was refused leaves nothing behind.
  await draw({ title: "“é” – <&>\u{a0}…", lead: "`Vec<T>`: 'a, \"b\" — and 1.5 × 2?", book: BOOK });
});

card("a card is small, and the same each time", async ({ draw }) => {
  const all = [];
  for (let time = 0; time < 2; time += 1) {
    all.push(await draw({ title: "A thread may outlive its caller", lead: "`spawn` starts it.", book: BOOK }));
  }
  must(all[0].equals(all[1]), file, "a card", "is the same each time");
  must(all[0].length < 60_000, file, "a card", "has less than 60,000 bytes", all[0].length);
});
