// axe, which looks for what keeps people from using a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Those that look at colors; what the others find is the same, light or dark. */
export const COLORS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds on the page, or in what a selector finds there. Details are
 * asked for of violations only: to describe what passed takes longer than to
 * look at it. The page is then no longer what it was, but for its looks.
 */
export async function violationsOf(page, within, rules = RULES) {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(source);
    await page.evaluate(thinned);
  }
  await page.evaluate(markedLooks, within);
  return page.evaluate(
    async ([within, runOnly]) => {
      const { violations } = await window.axe.run(within ?? document, { runOnly, resultTypes: ["violations"] });
      return violations;
    },
    [within, rules],
  );
}

/**
 * Of the words of colored code, which are most of a page's elements, those stay
 * of which no other has the same classes, around it too: style sheets know code
 * by nothing else. The others become plain text.
 */
function thinned() {
  const seen = new Set();
  for (const word of document.querySelectorAll("pre > code span")) {
    let classes = "";
    for (let it = word; it !== document.body; it = it.parentElement) classes += `${it.localName}.${it.className} `;
    if (seen.has(classes)) word.replaceWith(...word.childNodes);
    else seen.add(classes);
  }
}

/**
 * Contrast depends on the color and the size of a text and on what lies under
 * it. Of texts that have all of these in common axe is to look at one.
 */
function markedLooks(within = "body") {
  const grounds = new Map([[null, ""]]);
  const groundOf = (it) => {
    if (!grounds.has(it)) {
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = getComputedStyle(it);
      grounds.set(it, [groundOf(it.parentElement), backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join(";"));
    }
    return grounds.get(it);
  };
  const looks = new Map();
  for (const it of document.querySelectorAll("[data-look]")) it.removeAttribute("data-look");
  for (const it of document.querySelectorAll(`${within}, ${within} *`)) {
    const control = it.matches("button, input, select, textarea, summary");
    const text = [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(control || text) || !it.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fill, fontSize, fontWeight, textShadow } = getComputedStyle(it);
    // A control may have words that are no text of its own.
    looks.set([groundOf(it), color, fill, fontSize, fontWeight, textShadow, control && it.outerHTML].join("|"), it);
  }
  for (const it of looks.values()) it.setAttribute("data-look", "");
  window.axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
}
