// Nothing on a page runs but the book's own files, and what stands in the
// address bar is text. The content security policy itself holds in every
// check: book.js sends it, and fails on what it refuses.

import { files, must, mustEqual, open, policy, test, text } from "../book.js";

const name = "introduction.html";

test("no handler, no javascript: link, no script in a page itself", () =>
  open(name, {}, async (page) => {
    const all = [];
    for (const file of files) {
      const found = await page.evaluate((html) => {
        const say = (it) => it.outerHTML.slice(0, 100);
        // Without the white space that browsers leave out of an address.
        const isScript = (address) => /^javascript:/i.test(address.replace(/[\s\x00-\x1f]/g, ""));
        const found = [];
        const look = (root) => {
          for (const it of root.querySelectorAll("*")) {
            for (const { name, value } of it.attributes) {
              if (/^on/i.test(name)) found.push(`${say(it)}: the attribute ${name}`);
              if (isScript(value)) found.push(`${say(it)}: a javascript: address`);
            }
            const data = /^(application\/(ld\+)?json|importmap|speculationrules)$/i.test(it.type);
            if (it.localName === "script" && !it.hasAttribute("src") && !data) found.push(`${say(it)}: a script in the page`);
            if (it.localName === "template") look(it.content);
          }
        };
        look(new DOMParser().parseFromString(html, "text/html"));
        return found;
      }, text(file));
      all.push(...found.map((it) => `${file}: ${it}`));
    }
    must(all.length === 0, "book", "pages", "hold no handler, no javascript: address and no script", `\n  ${all.join("\n  ")}`);
  }));

const PLANTED = [
  `<img src=x data-planted onerror="window.planted=1">`,
  `"><svg data-planted onload="window.planted=1"></svg>`,
  `'><script data-planted>window.planted=1</script>`,
  `<a data-planted href="javascript:window.planted=1">threads</a>`,
].join(" ");

/** Fails if any of it has become an element, or has run. */
async function isText(page, where) {
  const found = await page.evaluate(() => ({
    elements: [...document.querySelectorAll("[data-planted]")].map((it) => it.outerHTML),
    ran: window.planted !== undefined,
  }));
  mustEqual(found, { elements: [], ran: false }, name, where, "is text, and no element");
}

const encoded = encodeURIComponent(PLANTED);

test("HTML in ?search= stays text", () =>
  open(`${name}?search=${encoded}`, {}, async (page) => {
    await page.waitForFunction(() => document.querySelector("#mdbook-searchresults-header").textContent.includes("planted"));
    const asked = await page.locator("#mdbook-searchbar").inputValue();
    mustEqual(asked, PLANTED, name, "#mdbook-searchbar", "holds what was asked");
    await isText(page, "?search=");
  }));

test("HTML in ?highlight= stays text", () =>
  open(`${name}?highlight=${encoded}%20threads`, {}, async (page) => {
    await page.locator("main mark").first().waitFor();
    await isText(page, "?highlight=");
  }));

for (const [how, hash] of [
  ["as it is", PLANTED],
  ["encoded", encoded],
]) {
  test(`HTML behind #, ${how}, stays text`, () => open(`${name}#${hash}`, {}, (page) => isText(page, "#")));
}

test("what is typed into the search stays text", () =>
  open(name, {}, async (page) => {
    await page.keyboard.press("/");
    const bar = page.locator("#mdbook-searchbar");
    await bar.waitFor();
    await page.waitForFunction(() => window.search.index ?? window.search.doc_urls);
    await bar.fill(PLANTED);
    await bar.press("Space");
    await page.waitForFunction(() => document.querySelector("#mdbook-searchresults-header").textContent.includes("planted"));
    await isText(page, "#mdbook-searchbar");
  }));

test("the policy refuses what it is there to refuse", () =>
  open(name, { expects: /script-src-elem refuses inline/ }, async (page) => {
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.planted = 1";
      document.head.append(script);
      return window.planted !== undefined;
    });
    must(!ran, name, "a script that was put into the page", "does not run under the policy", policy);
  }));
