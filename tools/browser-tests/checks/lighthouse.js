// Lighthouse, as it judges a page on a phone: nothing to find fault with. It
// says what axe does not: how a page is found, whether links are far enough
// apart, whether an old interface is used. Of what only a published site has,
// https and an address of its own, it leaves out what it cannot judge here. It
// is not asked for the page's speed: that depends on the machine, so that it
// could be no rule, and takes a third of the time.

import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { must, origin, test } from "../book.js";
import { chromiumPath, sandbox } from "../chromium.js";

const CATEGORIES = ["accessibility", "best-practices", "seo"];

// One page after the other: Lighthouse holds what it measures in one place.
test("Lighthouse: nothing to find fault with", async () => {
  const browser = await puppeteer.launch({ executablePath: chromiumPath, args: sandbox });
  const faults = [];
  try {
    for (const name of ["introduction.html", "mutex.html", "glossary.html"]) {
      const page = await browser.newPage();
      const flags = { logLevel: "silent", onlyCategories: CATEGORIES, disableFullPageScreenshot: true, throttlingMethod: "provided" };
      const { lhr } = await lighthouse(`${origin}/${name}`, flags, undefined, page);
      await page.close();
      if (lhr.runtimeError) faults.push(`${name}: page: can be judged; found: ${lhr.runtimeError.message}`);
      for (const category of CATEGORIES) {
        const { score, auditRefs } = lhr.categories[category];
        if (score === 1) continue;
        // What weighs nothing is not part of the score.
        for (const { id, weight } of auditRefs) {
          const { score, scoreDisplayMode, title, details } = lhr.audits[id];
          if (!weight || score === null || score === 1 || ["notApplicable", "informative", "manual"].includes(scoreDisplayMode)) continue;
          faults.push(`${name}: ${elements(details)}: ${category}, ${id}: ${title}`);
        }
        faults.push(`${name}: page: ${category} is 100; found: ${Math.round((score ?? 0) * 100)}`);
      }
    }
  } finally {
    await browser.close();
  }
  must(faults.length === 0, "Lighthouse", "pages", "finds no fault", `\n  ${faults.join("\n  ")}`);
});

/** The first element that an audit names, or what else it tells. */
function elements(details) {
  const [first] = details?.items ?? [];
  if (!first) return "page";
  const node = first.node ?? Object.values(first).find((it) => it?.type === "node");
  return node ? `${node.selector} (${node.snippet})` : JSON.stringify(first).slice(0, 200);
}
