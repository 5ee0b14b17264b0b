// axe, which looks for what keeps people from using a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Those that look at colors; what the others find is the same, light or dark. */
export const COLORS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds on the page, or in what a selector finds there. Details are
 * asked for of violations only: to describe what passed, thousands of words of
 * colored code, takes longer than to look at it.
 */
export async function violationsOf(page, within, rules = RULES) {
  await page.evaluate(source);
  return page.evaluate(
    async ([within, runOnly]) => {
      const { violations } = await window.axe.run(within ?? document, { runOnly, resultTypes: ["violations"] });
      return violations;
    },
    [within, rules],
  );
}
