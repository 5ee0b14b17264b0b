// Every page as a whole: what axe finds, that nothing scrolls sideways, and
// the way around it by keyboard.

import { COLORS, violationsOf } from "../axe.js";
import { look, must, mustEqual, open, pages, pagesWith, test } from "../book.js";

const lost = { status: 404, expects: /404/ };

for (const name of [...pages, "an/address/that-leads-nowhere"]) {
  const answered = pages.includes(name) ? {} : lost;
  for (const width of [390, 1440]) {
    test(`${name} at ${width} px: axe finds nothing on the page`, async () => {
      // Colors change at once, without motion.
      await open(name, { width, colorScheme: "light", reducedMotion: "reduce", ...answered }, async (page) => {
        const clean = async (scheme, rules) => {
          for (const { id, help, nodes } of await violationsOf(page, undefined, rules)) {
            must(false, `${name} (${scheme}, ${width} px)`, nodes[0].target.join(" "), `axe's ${id}: ${help}`, `${nodes.length} such`);
          }
        };
        await clean("light");
        await page.emulateMedia({ colorScheme: "dark" });
        await page.waitForFunction(() => document.documentElement.classList.contains("dark"));
        await clean("dark", COLORS);
      });
    });
  }

  // The last look of its visit: the letters stay large. The contents slide when
  // the window changes: not with this wish.
  look(name, "does not scroll sideways", async (page) => {
    for (const width of [390, 820, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const wider = await page.evaluate(() => {
        const boxes = [document.documentElement, document.querySelector("#mdbook-content")];
        return boxes.map((it) => it.scrollWidth - it.clientWidth);
      });
      must(Math.max(...wider) <= 0, name, `the page at ${width} px`, "is no wider than the window", wider);
      mustEqual(await page.evaluate(coveredByCopy), [], name, `a block of code at ${width} px`, "is not covered by its Copy button (theme/css/listings.css)");
    }

    const skipped = await page.locator(":is(button, a[href], input, select, summary)").evaluateAll((all) =>
      all
        .filter((it) => it.tabIndex < 0 && it.checkVisibility({ visibilityProperty: true }))
        .map((it) => `${it.localName}.${it.className} "${(it.ariaLabel ?? it.textContent).trim().slice(0, 30)}"`),
    );
    mustEqual(skipped, [], name, "controls", "can be reached with Tab: remove their tabindex, in theme/index.hbs or in the mark-up in tools/mdbook-directives/templates");

    // On a phone, what can be pressed is large enough for a finger.
    await page.setViewportSize({ width: 390, height: 900 });
    const small = await page.locator("main :is(.file, .permalink, button, summary)").evaluateAll((all) =>
      all
        .filter((it) => it.checkVisibility({ visibilityProperty: true }))
        .map((it) => [it, it.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 23.9 || height < 23.9)
        .map(([it, { width, height }]) => `${it.localName}.${it.className} "${it.textContent.slice(0, 30)}" ${width} × ${height}`),
    );
    mustEqual(small, [], name, "targets at 390 px", "are 24 px high and wide at least, by their style sheet in theme/css");

    // Letters of twice the size, as the browser's settings have them. A
    // published book has one more sign in its bar.
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    const bar = await page.evaluate(() => {
      const print = document.querySelector(".topbar .print");
      print.after(print.cloneNode(true));
      const title = document.querySelector(".menu-title");
      const words = document.createRange();
      words.selectNodeContents(title);
      const [text, box, bar] = [words, title, title.parentElement].map((it) => it.getBoundingClientRect());
      const last = document.querySelector(".topbar-right").getBoundingClientRect();
      return {
        letters: getComputedStyle(document.documentElement).fontSize,
        wider: document.documentElement.scrollWidth - innerWidth,
        out: Math.max(0, last.right - innerWidth),
        cut: text.width < 60 || text.right > last.left + 1 || text.left < box.left - 1 || text.top < bar.top || text.bottom > bar.bottom,
      };
    });
    mustEqual(bar, { letters: "20px", wider: 0, out: 0, cut: false }, name, "the page at 390 px with letters of 32 px", "has its title and its signs within the window (theme/css/frame.css)");
  }, { reducedMotion: "reduce", ...answered });
}

/** The blocks whose button lies on their text, or would where they are scrolled. */
function coveredByCopy() {
  for (const it of document.querySelectorAll("main details")) it.open = true;
  return [...document.querySelectorAll("pre > .copy")]
    .filter((button) => {
      const [a, b] = [button, button.parentElement.querySelector("code")].map((it) => it.getBoundingClientRect());
      return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
    })
    .map((button) => button.parentElement.querySelector("code").textContent.slice(0, 60));
}

test("the way past the menu comes first", async () => {
  await open("threads.html", {}, async (page) => {
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.cloneNode().outerHTML);
    must(first.includes('class="skip"'), "threads.html", "the first stop of Tab", "is the link past the menu, a.skip, which comes first in theme/index.hbs and has no tabindex", first);
    await page.keyboard.press("Enter");
    const here = await page.evaluate(() => document.activeElement.id);
    mustEqual(here, "mdbook-content", "threads.html", "that link", "moves the focus to the text");
  });
});

test("the contents open and close by keyboard, and say so", async () => {
  for (const width of [390, 1440]) {
    await open("threads.html", { width }, async (page) => {
      const button = page.getByRole("button", { name: "Contents" });
      const contents = page.locator("#mdbook-sidebar");
      const where = `the contents at ${width} px`;
      const is = async (open, when) => {
        mustEqual(await button.getAttribute("aria-expanded"), String(open), "threads.html", where, `aria-expanded ${when}`);
        mustEqual(await contents.isVisible(), open, "threads.html", where, `can be seen ${when}`);
      };
      const first = width > 1000;
      await is(first, "at first");
      await button.focus();
      await page.keyboard.press("Enter");
      await is(!first, "after a press");
      const focus = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.ariaLabel);
      // Where they lie over the text, nothing stands between them and the button.
      mustEqual(await focus(), first ? "Contents" : "2. Threads", "threads.html", where, "have the focus on the current page where they lie over the text (theme/site.js)");
      await button.press("Enter");
      await is(first, "after another");
      if (first) return;
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await is(false, "after Escape");
      const back = await button.evaluate((it) => it === document.activeElement);
      must(back, "threads.html", where, "give the focus back to their button");
      await page.keyboard.press("Enter");
      await page.mouse.click(380, 500);
      await is(false, "after a click beside them");
      await button.press("Enter");
      await page.locator("#mdbook-sidebar a").last().focus();
      await page.keyboard.press("Tab");
      await is(false, "after the focus went on into the text");
    });
  }
});

for (const name of pages) {
  look(name, "the contents show the reader's place, and the sections of the page", async (page) => {
    const title = await page.locator("#mdbook-sidebar a[aria-current=page]").allTextContents();
    mustEqual(title.length, 1, name, "the contents", "mark one chapter as the current one");
    const sections = await page.locator("main h2").allTextContents();
    const links = await page.locator(".on-this-page a").allTextContents();
    if (sections.length > 1) mustEqual(links, sections, name, ".on-this-page", "lists the sections");
    const titles = await page.locator("#mdbook-sidebar .chapter a:has(strong)").evaluateAll((all) =>
      all.map((link) => {
        const words = document.createRange();
        words.setStart(link.lastChild, link.lastChild.data.search(/\S/));
        words.setEnd(link.lastChild, link.lastChild.length);
        return Math.round(words.getClientRects()[0].left);
      }),
    );
    mustEqual(new Set(titles).size, 1, name, "#mdbook-sidebar", `the titles stand in one column, whatever number is before them (.sidebar strong in theme/css/frame.css): ${titles}`);

    // One of each kind that a link can lead to.
    const landed = await page.evaluate(async () => {
      const kinds = ["h2", "h3", "dt", "figure.listing", "figure.plot", ".schedules", ".question", ".message"];
      const found = [];
      for (const kind of kinds) {
        const it = [...document.querySelectorAll(`main ${kind}[id]`)].find((one) => one.checkVisibility());
        if (!it) continue;
        location.hash = it.id;
        await new Promise(requestAnimationFrame);
        const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
        if (!end) found.push([kind, Math.round(it.getBoundingClientRect().top)]);
      }
      return found;
    });
    const wrong = landed.filter(([, top]) => Math.abs(top - 72) > 2);
    mustEqual(wrong, [], name, "what a link leads to", "comes to lie 16 px below the bar, at 72 px (scroll-padding-top in theme/css/text.css, and no scroll-margin)");

    // What has an address shows it, at one stop of Tab.
    const addressed = await page.evaluate(() => {
      const bad = [];
      for (const it of document.querySelectorAll("figure.listing[id], figure.plot, .schedules, .question, .exercise > h3")) {
        const links = [...it.querySelectorAll(`a[href="#${it.id}"]:is(.permalink, .header)`)];
        if (links.length !== 1 || !links[0].textContent.trim() || !document.getElementById(it.id)) bad.push(`${it.className} #${it.id}: ${links.length}`);
      }
      return bad;
    });
    mustEqual(addressed, [], name, "a listing, figure, question, exercise", "has one link to itself, with words (its template in tools/mdbook-directives/templates)");
  });
}

test("the section that is read is marked", async () => {
  await open("threads.html", { reducedMotion: "reduce" }, async (page) => {
    const links = page.locator(".on-this-page a");
    const current = page.locator(".on-this-page a[aria-current=true]");
    await links.nth(2).click();
    await page.waitForFunction(() => document.querySelectorAll(".on-this-page a")[2].ariaCurrent === "true");
    mustEqual(await current.count(), 1, "threads.html", ".on-this-page", "marks one section");
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => !document.querySelector(".on-this-page [aria-current]"));
  });
});

test("the neighbours are named", async () => {
  await open("channels.html", {}, async (page) => {
    for (const [rel, title] of [
      ["prev", "Threads"],
      ["next", "Mutex"],
    ]) {
      const text = await page.locator(`.neighbours a[rel=${rel}]`).innerText();
      must(text.includes(title), "channels.html", `the link ${rel}`, `names the chapter ${title}`, text);
    }
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/mutex/);
  });
});

for (const name of pagesWith('class="listing"')) {
  look(name, "says how long it takes and with what it was run", async (page) => {
    const facts = await page.locator("main .page-facts").first().innerText();
    must(/^About \d+ minutes to read/.test(facts), name, ".page-facts", "tells the minutes", facts);
    const run = await page.locator(".last-run").innerText();
    must(/rustc \d+\.\d+\.\d+/.test(run), name, ".last-run", "names the compiler", run);
    if (await page.locator(".pane-typescript").count()) {
      must(/Node \d+\.\d+\.\d+, TypeScript \d/.test(run) || /Node \d.* and TypeScript \d/.test(run), name, ".last-run", "names Node and TypeScript", run);
    }
  });
}

test("light, dark or as the system: chosen by keyboard, and remembered", async () => {
  await open("threads.html", { colorScheme: "light" }, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    const button = page.getByRole("button", { name: "Light or dark" });
    const choose = async (word) => {
      await button.press("Enter");
      await page.getByRole("menuitem", { name: word }).press("Enter");
    };
    await choose("Dark");
    const dark = await ground();
    must(dark !== light, "threads.html", "Dark", "changes the ground", dark);
    await page.reload();
    mustEqual(await ground(), dark, "threads.html", "the choice", "is remembered");
    await page.goto(page.url().replace("threads", "mutex"));
    mustEqual(await ground(), dark, "mutex.html", "the choice", "is remembered");
    await choose("Like the system");
    mustEqual(await ground(), light, "mutex.html", "Like the system", "follows it");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.classList.contains("dark"));
    mustEqual(await ground(), dark, "mutex.html", "Like the system", "follows it when it changes");
    const offered = await page.locator("#mdbook-theme-list button").allTextContents();
    mustEqual(offered, ["Like the system", "Light", "Dark"], "mutex.html", "#mdbook-theme-list", "offers these");
  });
  // An older choice that this book no longer offers.
  const route = (page) => page.addInitScript(() => localStorage.setItem("mdbook-theme", "ayu"));
  await open("threads.html", { colorScheme: "dark", route }, async (page) => {
    mustEqual(await page.evaluate(() => document.documentElement.matches(".dark:not(.ayu)")), true, "threads.html", "an unknown choice", "is as none");
  });
});

for (const name of pages) {
  // Without scripts, what is there is what the file has.
  look(name, "without scripts nothing is missing", async (page) => {
    const [found, expected] = await page.evaluate(async () => {
      const words = (its) => {
        const main = its.querySelector("main").cloneNode(true);
        // What scripts add to the figures of the schedules is theirs.
        for (const it of main.querySelectorAll(".schedules, .heard, .copy")) it.remove();
        return [...main.querySelectorAll(":is(p, li, td, figcaption .listing-title, pre > code)")].map((it) => it.textContent.trim());
      };
      const file = await (await fetch(location.pathname)).text();
      return [words(new DOMParser().parseFromString(file, "text/html")), words(document)];
    });
    must(expected.length > 0, name, "main", "has words");
    mustEqual(found, expected, name, "main", "has the same words without scripts");
  });

  look(name, "without scripts it fits, and nothing is dead", async (page) => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      must(wider <= 0, name, `the page at ${width} px`, "is no wider than the window without scripts", wider);
      const dead = await page.locator(".needs-js").evaluateAll((all) => all.filter((it) => it.checkVisibility({ visibilityProperty: true })).map((it) => it.outerHTML.slice(0, 80)));
      mustEqual(dead, [], name, ".needs-js", "is not seen without scripts");
      const links = page.locator("#mdbook-sidebar a");
      must((await links.count()) > 9 && (await links.first().isVisible()), name, "the contents", "are on the page without scripts");
    }
  }, { javaScriptEnabled: false });
}

test("without scripts the system's wish for dark is followed", () =>
  open("threads.html", { colorScheme: "dark", javaScriptEnabled: false }, async (page) => {
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    must(ground === "rgb(20, 22, 28)", "threads.html", "the ground", "is dark", ground);
  }));

test("when the network goes after the page has loaded, everything on it works on", () =>
  open("mutex.html", { width: 390, expects: /ERR_INTERNET_DISCONNECTED/ }, async (page) => {
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Contents" }).click();
    must(await page.locator("#mdbook-sidebar").isVisible(), "mutex.html", "the contents", "open offline");
    await page.keyboard.press("Escape");
    await page.locator(".choice button[value=rust]").first().click();
    const ending = page.locator("main > .schedules .ending-choice:not([open])").first();
    const steps = await ending.elementHandle();
    await ending.locator("summary").click();
    must(await (await steps.$(".steps li")).isVisible(), "mutex.html", ".ending-choice", "opens offline");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText("Search could not be loaded").waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Search" }).click();
    await page.locator("#mdbook-searchbar:focus").waitFor();
  }));

test("a wrong address leads to the right one", async () => {
  await open("chanels.html", { status: 404, expects: /404/ }, async (page) => {
    const near = page.locator("#did-you-mean a");
    mustEqual(await near.allTextContents(), ["Channels"], "404.html", "#did-you-mean", "names the nearest page");
    await near.click();
    await page.waitForURL(/channels\.html/);
  });
  for (const name of ["nothing", "missing", "about", "rayon", "100%25", "some/folder/nothing-like-it"]) {
    await open(name, lost, async (page) => {
      mustEqual(await page.locator("#did-you-mean a").allTextContents(), [], name, "#did-you-mean", "is silent when nothing is near (src/404.js)");
      if (!name.includes("/")) return;
      const address = page.url();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      // The address changes after the key, not with it.
      await page.waitForURL(`${address}#mdbook-content`).catch(() => {});
      mustEqual(page.url(), `${address}#mdbook-content`, name, "the way past the menu", "stays on the page (src/404.js)");
      mustEqual(await page.evaluate(() => document.activeElement.id), "mdbook-content", name, "the way past the menu", "moves the focus to the text");
      const main = page.locator("main .whole-book a");
      const there = await main.evaluateAll((all) => all.map((it) => new URL(it.href).pathname.slice(1)));
      mustEqual(there.sort(), pages, name, "main", "leads to every page of the book (whole-book in theme/index.hbs)");
      await main.first().click();
      await page.waitForURL(/introduction\.html/);
    });
  }
});

test("forced colors and more contrast leave everything to be seen", async () => {
  await open("mutex.html", { forcedColors: "active" }, async (page) => {
    const marked = await page.locator(".mark-line").first().evaluate((it) => getComputedStyle(it).borderInlineStartWidth);
    mustEqual(marked, "3px", "mutex.html", ".mark-line", "has a border where grounds are not ours");
    const here = await page.locator("#mdbook-sidebar a[aria-current=page]").evaluate((it) => getComputedStyle(it).borderInlineStartWidth);
    mustEqual(here, "1px", "mutex.html", "the current chapter", "has a border where grounds are not ours");
  });
  await open("mutex.html", { contrast: "more" }, async (page) => {
    const colors = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]);
    mustEqual(colors, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], "mutex.html", "the text", "is black on white when more contrast is wished");
  });
});

test("on paper: dark on white, whole, without what cannot be pressed", async () => {
  await open("mutex.html", { colorScheme: "dark" }, async (page) => {
    await page.emulateMedia({ media: "print" });
    const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.querySelector("main p")).color, getComputedStyle(document.documentElement).backgroundColor]);
    mustEqual([ink, paper], ["rgb(86, 91, 100)", "rgb(255, 255, 255)"], "mutex.html", "on paper", "text is dark on white");
    for (const part of ["#mdbook-menu-bar", "#mdbook-sidebar", ".tools", ".choice", ".neighbours"]) {
      must(!(await page.locator(part).first().isVisible()), "mutex.html", part, "is not printed");
    }
    await page.setViewportSize({ width: 700, height: 1000 });
    const cut = await page.locator("main pre > code").evaluateAll((all) => all.filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1).length);
    mustEqual(cut, 0, "mutex.html", "pre > code", "is not cut off on paper");
    const file = await page.pdf({ format: "A4" });
    must(file.length > 20_000, "mutex.html", "the PDF", "has pages", file.length);
  });
  await open("print.html", {}, async (page) => {
    for (const name of ["Glossary", "A Mutex owns what it protects"]) {
      must((await page.getByRole("heading", { name, exact: true }).count()) > 0, "print.html", "main", `holds ${name}`);
    }
  });
});
