// html-validate in a thread of its own: the page for printing holds the whole
// book and takes it seconds, in which the checks in the browser go on.

import { parentPort } from "node:worker_threads";
import { HtmlValidate, builtinRules, definePlugin, walk } from "html-validate";

// What html-validate recommends, but for this:
const rules = {
  // Every file is the book's own, from the same place as the page.
  "require-sri": ["error", { target: "crossorigin" }],
  // Ways to write the same thing, as mdBook writes icons and `open=""`.
  "attr-quotes": "off",
  "attribute-boolean-style": "off",
  // mdBook ends a chapter on paper with such a style.
  "no-inline-style": ["error", { allowedProperties: ["break-before", "page-break-before"] }],
  // Advice for lists of search results; titles end with the book's own.
  "long-title": "off",
  "no-missing-references": "off",
  "no-missing-references-at-once": "error",
};

/**
 * The rule of this name looks through the whole page for each reference. It is
 * only asked about those whose element is not there.
 */
class NoMissingReferences extends builtinRules["no-missing-references"] {
  static #ids = new WeakMap();

  validateReference(document, node, attribute, isList) {
    const known = NoMissingReferences.#ids;
    if (!known.has(document)) {
      const ids = new Set();
      walk.depthFirst(document, ({ id }) => ids.add(id));
      known.set(document, ids);
    }
    const value = String(attribute.value);
    const asked = isList ? value.trim().split(/\s+/) : [value];
    if (!asked.every((id) => known.get(document).has(id))) super.validateReference(document, node, attribute, isList);
  }
}
const plugin = definePlugin({ name: "at-once", rules: { "no-missing-references-at-once": NoMissingReferences } });

// The whole book in one page has as many titles as chapters.
const forPrint = { "heading-level": ["error", { allowMultipleH1: true }] };

const validator = (more) =>
  new HtmlValidate({
    root: true,
    plugins: [plugin],
    extends: ["html-validate:recommended", "html-validate:document"],
    rules: { ...rules, ...more },
  });
const usual = validator({});
const print = validator(forPrint);

// mdBook's {{#toc}} puts the <li> of a part's title, and that of a spacer,
// into another <li>, right away: browsers close the outer one, so the list
// comes out right, with an end tag too many. Nothing in a theme can mend that.
const mended = (html) =>
  html.replace(/<li class="chapter-item expanded ">(<li class="(?:part-title|spacer)">[^<]*<\/li>)<\/li>/g, (all, inner) =>
    // As long as before: positions in messages stay those of the file.
    inner.padEnd(all.length),
  );

parentPort.on("message", async ({ name, html }) => {
  const { results } = await (name === "print.html" ? print : usual).validateString(mended(html), name);
  const found = results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message, selector }) => ({ line, column, rule: ruleId, message, element: selector })),
  );
  parentPort.postMessage({ name, found });
});
