// How the book looks: pages and parts of pages against pictures in looks/.
// `npm run looks` records the pictures anew; look at them before you commit.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { chromium } from "playwright-core";
import { PNG } from "pngjs";
import { must, open, pagesWith, schemes, test } from "../book.js";
import { chromiumPath, fontsOf, forPictures, sandbox } from "../chromium.js";

const recording = process.env.LOOKS === "record";
const folder = fileURLToPath(new URL("../looks/", import.meta.url));
const accept = "npm run looks --prefix tools/browser-tests -- BOOK";

// The edges of letters and curves differ a little from one Chromium to the
// next; pixelmatch leaves out what looks like such an edge, and this much of a
// picture may differ besides. A word or a border that changes is far more.
const TOLERANCE = 0.001;
const COLOR = 0.1;

// They stay in the repository's history, each time that they change.
const MOST = 2_000_000;

// A Chromium of its own: these switches are for pictures that do not depend
// on the screen, and would hide from the other checks what readers get.
const launched = chromium.launch({
  executablePath: chromiumPath,
  env: { ...process.env, FONTCONFIG_FILE: join(folder, "fonts.conf") },
  args: [...sandbox, ...forPictures],
});
launched.catch(() => {}); // told by the checks, which wait for it
after(async () => (await launched).close());

/** What pictures depend on besides the book. */
async function look() {
  const found = { chromium: (await launched).version() };
  await open("threads.html", { within: await launched }, async (page) => {
    const [text, code] = (await fontsOf(page, ["main p", "main pre code"])).map((fonts) => fonts[0]?.familyName ?? "(no text)");
    found.fonts = { text, code };
  });
  return found;
}
let system;
const systemOf = () => (system ??= look());

const recordedFile = join(folder, "recorded-with.json");
const recordedWith = existsSync(recordedFile) ? JSON.parse(readFileSync(recordedFile, "utf8")) : undefined;

if (recording) {
  test("the pictures are recorded", async () => {
    writeFileSync(recordedFile, `${JSON.stringify(await systemOf(), undefined, 2)}\n`);
  });
}

let differences;
/** A folder for pictures that differ; made when it is first needed. */
const differing = () => (differences ??= mkdtempSync(join(tmpdir(), "looks-")));

const names = [];

/**
 * One picture. `take` gets the page and brings it into the state to be shown;
 * it returns what is shown, an element, or nothing for the whole window.
 */
function picture(name, file, options, take = () => {}) {
  names.push(`${name}.png`);
  test(`looks: ${name}`, async (t) => {
    const { fonts, chromium: version } = await systemOf();
    const same = recordedWith && JSON.stringify(fonts) === JSON.stringify(recordedWith.fonts);
    if (!recording && recordedWith && !same) {
      const reason = `text is set in ${fonts.text} and ${fonts.code} here, in ${recordedWith.fonts.text} and ${recordedWith.fonts.code} on the pictures`;
      must(!process.env.CI, file, name, "is set in the fonts of the pictures (on Debian and Ubuntu: fonts-dejavu-core)", reason);
      t.skip(reason);
      return;
    }
    let taken;
    await open(file, { reducedMotion: "reduce", ...options, within: await launched }, async (page) => {
      const element = await take(page);
      await page.evaluate(() => document.fonts.ready);
      // In the middle, where nothing of the menu lies over it.
      await element?.evaluate((it) => it.scrollIntoView({ block: "center", behavior: "instant" }));
      taken = await (element ?? page).screenshot({ animations: "disabled", caret: "hide" });
    });
    const recorded = join(folder, `${name}.png`);
    if (recording) {
      // Packed tighter than a browser in a hurry does: no alpha, and rows as
      // they are, which is best for plain areas and letters.
      const tight = { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 };
      writeFileSync(recorded, PNG.sync.write(PNG.sync.read(taken), tight));
      return;
    }
    must(existsSync(recorded), file, name, "has a picture to be compared with", `none; record it: ${accept}`);
    compare(name, file, readFileSync(recorded), taken, version);
  });
}

function compare(name, file, before, now, version) {
  const [expected, actual] = [PNG.sync.read(before), PNG.sync.read(now)];
  const { width, height } = expected;
  const size = `${width} × ${height}`;
  const sameSize = width === actual.width && height === actual.height;
  const difference = new PNG({ width, height });
  const differ = sameSize ? pixelmatch(expected.data, actual.data, difference.data, width, height, { threshold: COLOR }) : 0;
  const share = differ / (width * height);
  if (sameSize && share <= TOLERANCE) return;

  const into = join(differing(), name);
  mkdirSync(into);
  writeFileSync(join(into, "expected.png"), before);
  writeFileSync(join(into, "actual.png"), now);
  if (sameSize) writeFileSync(join(into, "difference.png"), PNG.sync.write(difference));
  const found = sameSize ? `${(share * 100).toFixed(2)} % of its pixels differ` : `${actual.width} × ${actual.height} pixels instead of ${size}`;
  const other = version === recordedWith?.chromium ? "" : `\n  (recorded with Chromium ${recordedWith?.chromium}, this is ${version})`;
  must(false, file, name, "looks as it did", `${found}\n  the pictures: ${into}\n  if it is to look so: ${accept}${other}`);
}

for (const file of ["introduction.html", "mutex.html"]) {
  for (const width of [1440, 390]) {
    for (const colorScheme of schemes) {
      picture(`${file.replace(".html", "")}-${width}-${colorScheme}`, file, { width, height: 800, colorScheme });
    }
  }
}

// So tall that an element is seen whole.
const height = 2400;

for (const width of [1440, 820, 390]) {
  picture(`listing-${width}`, "threads.html", { width, height }, (page) =>
    page.locator("figure.listing:has(.pane-rust):has(.pane-ts, .pane-typescript)").first(),
  );
}

for (const colorScheme of schemes) {
  picture(`schedules-${colorScheme}`, "introduction.html", { height, colorScheme }, (page) => page.locator("main > section.schedules").first());
}

// Tried once, and wrong; with the answer unfolded.
picture("question-1440-dark", "threads.html", { width: 1440, height, colorScheme: "dark" }, async (page) => {
  const question = page.locator("section.question").first();
  const wrong = await question.locator(".question-answer li:not(.right)").first().getAttribute("data-choice");
  await question.locator(`input[value="${wrong}"]`).check();
  await question.getByRole("button", { name: "Check", exact: true }).click();
  await question.locator(".question-answer > summary").click();
  return question;
});

picture("exercise-390-light", "introduction.html", { width: 390, height, colorScheme: "light" }, async (page) => {
  const exercise = page.locator("section.exercise").first();
  await exercise.locator("details:not(.exercise-code) > summary").first().click();
  return exercise;
});

const [withTable] = pagesWith('class="table-wrapper"');
picture("table", withTable, { height }, (page) => page.locator(".table-wrapper").first());

// Rows and lines. New numbers move the marks: record them anew.
const chart = (id) => pagesWith(`id="${id}"`)[0];
picture("chart-390-dark", chart("chart-unit-time"), { width: 390, height, colorScheme: "dark" }, (page) => page.locator("#chart-unit-time"));
picture("chart-1440-light", chart("chart-break-even"), { width: 1440, height, colorScheme: "light" }, (page) => page.locator("#chart-break-even"));

picture("not-found", "404.html", { height: 600 });

picture("contents-390", "threads.html", { width: 390, height: 800 }, async (page) => {
  await page.getByRole("button", { name: "Contents" }).click();
  await page.locator("nav#mdbook-sidebar a").first().waitFor();
});

picture("print", "threads.html", { width: 794, height: 1123 }, (page) => page.emulateMedia({ media: "print" }));

test("every picture belongs to a check, and together they are small", () => {
  let sum = 0;
  for (const file of readdirSync(folder).filter((it) => it.endsWith(".png"))) {
    if (names.includes(file)) sum += statSync(join(folder, file)).size;
    else if (recording) rmSync(join(folder, file));
    else must(false, "looks", file, "belongs to a check", `none takes it any more; delete it, or run ${accept}`);
  }
  must(sum <= MOST, "looks", "all pictures", `at most ${MOST} bytes`, sum);
});
