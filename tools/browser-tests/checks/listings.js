// What a reader can do with a listing: choose the languages, copy, run it on
// the Playground, open it elsewhere; with the mouse and by keyboard.

import { createServer } from "node:http";
import { after } from "node:test";
import { look, must, mustEqual, open, pages, pagesWith, test } from "../book.js";

const PLAYGROUND = "https://play.rust-lang.org/";
const name = "mutex.html";
const both = "figure.listing:has(.pane-typescript ~ .pane-rust):not(:has(.pane-typescript .pane-head ~ .pane-head))";

// Stands in for the Playground: each address has a way of its own to answer.
const ways = [];
const playground = createServer((request, response) => ways[Number(request.url.slice(1))](response));
await new Promise((ready) => playground.listen(0, "127.0.0.1", ready));
after(() => {
  playground.close();
  playground.closeAllConnections();
});

/** Opens a page whose requests to the Playground get `reply`, and are kept. */
const withPlayground = (reply, look, expects) => {
  const asked = [];
  const route = async (it) => {
    await it.clock.install();
    await it.route(`${PLAYGROUND}**`, async (route) => {
      asked.push(route.request());
      if (reply === "offline") return route.abort("internetdisconnected");
      const url = `http://127.0.0.1:${playground.address().port}/${ways.push(reply) - 1}`;
      try {
        await route.fulfill({ response: await route.fetch({ url, timeout: 0 }) });
      } catch {
        // Cancelled, or the page is closed.
      }
    });
  };
  return open(name, { route, expects, mayAsk: PLAYGROUND }, async (it) => {
    const figure = it.locator(both).first();
    const run = figure.getByRole("button", { name: /^Run / });
    await look({ page: it, figure, run, box: figure.locator(".live"), asked });
  });
};
const json = (value, status = 200) => (response) => {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(value));
};
const ended = (rest) => json({ success: true, exitDetail: "Exited with status 0", stdout: "", stderr: "", ...rest });
const cargo = "   Compiling playground v0.0.1 (/playground)\n    Finished `dev` profile target(s) in 0.5s\n     Running `target/debug/playground`\n";

for (const [what, reply, expected, expects] of [
  ["an output", ended({ stdout: "left: 0\n", stderr: cargo }), ["prints on play.rust-lang.org", "left: 0"]],
  ["no output", ended({ stderr: cargo }), ["prints nothing on play.rust-lang.org"]],
  [
    "a panic",
    ended({ success: false, exitDetail: "Exited with status 101", stdout: "one\n", stderr: `${cargo}thread 'main' panicked at src/main.rs:3:5:\nno\n` }),
    ["on play.rust-lang.org: Exited with status 101", "one", "thread 'main' panicked at src/main.rs:3:5:\nno"],
  ],
  [
    "an error of the compiler",
    ended({ success: false, exitDetail: "Exited with status 101", stderr: "   Compiling playground v0.0.1 (/playground)\nerror[E0382]: use of moved value\n" }),
    ["the compiler of play.rust-lang.org refuses", "error[E0382]: use of moved value"],
  ],
  ["a program that was stopped", json({ error: "the program ran too long" }, 500), ["play.rust-lang.org could not run it: the program ran too long"], /status of 500/],
  ["a broken server", json({}, 502), ["play.rust-lang.org could not run it: status 502"], /status of 502/],
  ["an answer that is no JSON", (response) => response.writeHead(200, { "access-control-allow-origin": "*" }).end("<b>no</b>"), ["play.rust-lang.org gave an answer that this page cannot read"]],
  ["HTML in an output", ended({ stdout: "<img src=x onerror=alert(1)>\n" }), ["prints on play.rust-lang.org", "<img src=x onerror=alert(1)>"]],
  ["no network", "offline", ["play.rust-lang.org cannot be reached"], /ERR_INTERNET_DISCONNECTED/],
]) {
  test(`run: ${what} is shown`, () =>
    withPlayground(reply, async ({ page, figure, run, box, asked }) => {
      mustEqual(asked.length, 0, name, "page", "asks the Playground nothing by itself");
      await run.press("Enter");
      await box.locator(".output-head", { hasText: /^(?!running)/ }).waitFor();
      const parts = await box.locator(".output-head > span, pre > code").allTextContents();
      mustEqual(parts, expected, name, ".live", `shows ${what}`);
      mustEqual(await box.locator("img").count(), 0, name, ".live", "shows text as text");
      if (reply === "offline") return;
      const sent = asked[0].postDataJSON();
      const code = await figure.locator(".pane-rust pre > code").first().textContent();
      mustEqual(sent.code, code, name, "what is sent", "is the program");
      mustEqual([sent.edition, sent.channel, sent.crateType, sent.tests], ["2024", "stable", "bin", false], name, "what is sent", "asks for the book's edition");
      const before = await page.evaluate(() => document.activeElement.className);
      mustEqual(before, "run", name, "the focus", "stays on the button");
    }, expects));
}

test("run: offline is said", () =>
  withPlayground("offline", async ({ page, run, box }) => {
    await page.context().setOffline(true);
    await run.click();
    await box.locator(".failed").waitFor();
    mustEqual(await box.locator(".failed").textContent(), "you are offline; running needs play.rust-lang.org", name, ".live", "says so");
    // What Run needs is asked for again, at the next press.
    await page.context().setOffline(false);
    await run.click();
    await box.getByText("play.rust-lang.org cannot be reached").waitFor();
    mustEqual(await box.count(), 1, name, ".live", "is one, whatever was tried (theme/listings.js)");
  }, /ERR_INTERNET_DISCONNECTED/));

test("run: can be cancelled, and run again", () =>
  withPlayground(
    () => {},
    async ({ page, run, box }) => {
      await run.click();
      const cancel = box.getByRole("button", { name: "Cancel" });
      await cancel.press("Enter");
      await box.getByText("cancelled").waitFor();
      mustEqual(await page.evaluate(() => document.activeElement.className), "run", name, "the focus", "returns to the button");
      await run.click();
      await cancel.waitFor();
    },
  ));

test("run: no answer is an answer after a minute", () =>
  withPlayground(
    () => {},
    async ({ page, run, box }) => {
      await run.click();
      await box.getByText("running on").waitFor();
      await page.clock.fastForward(61_000);
      await box.locator(".failed").waitFor();
      mustEqual(await box.locator(".failed").textContent(), "no answer from play.rust-lang.org within 60 seconds", name, ".live", "says so");
    },
  ));

test("run: hidden lines are sent too", async () => {
  const [page] = pagesWith('class="boring"');
  await open(
    page,
    {
      mayAsk: PLAYGROUND,
      route: (it) => it.route(`${PLAYGROUND}**`, (route) => route.fulfill({ json: { success: true, stdout: route.request().postDataJSON().code, stderr: "" } })),
    },
    async (it) => {
      const pane = it.locator(".pane-rust:has(.boring)").first();
      if (!(await pane.count())) return; // hidden lines in a fragment, which has no button
      await pane.getByRole("button", { name: /^Run / }).click();
      const sent = await pane.locator(".live pre > code").textContent();
      const code = (await pane.locator("pre > code").first().textContent()).trimEnd();
      mustEqual(sent, code, page, "what is sent", "is the whole program");
    },
  );
});

for (const page of pages) {
  look(page, "every program can be copied, as it shows", async (it) => {
    // What would go to the clipboard: all at once, in the page itself.
    const all = await it.evaluate(async () => {
      const written = [];
      navigator.clipboard.writeText = async (text) => void written.push(text);
      const found = [];
      for (const head of document.querySelectorAll(".pane-head")) {
        const code = head.nextElementSibling.querySelector("code").cloneNode(true);
        for (const line of code.querySelectorAll(".boring")) line.remove();
        head.querySelector(".copy").click();
        found.push([head.querySelector(".file").textContent, code.textContent.trim()]);
      }
      await new Promise((done) => setTimeout(done));
      const said = document.querySelector(".heard").textContent;
      return found.map(([file, code], at) => ({ file, code, copied: written[at]?.trim(), said }));
    });
    for (const { file, code, copied, said } of all) {
      mustEqual(copied, code, page, `Copy of ${file}`, "copies what shows");
      mustEqual(said, "Copied", page, `Copy of ${file}`, "says so");
    }
  });

  look(page, "programs open in the playgrounds, with their text", async (it) => {
    const links = await it.locator(".tools a").evaluateAll((all) =>
      all.map((link) => ({
        rust: link.classList.contains("rust"),
        href: link.href,
        safe: link.rel.includes("noopener") && link.target === "_blank",
        label: link.ariaLabel,
        code: link.closest(".pane-head").nextElementSibling.querySelector("code").textContent,
      })),
    );
    for (const { rust, href, safe, label, code } of links) {
      const url = new URL(href);
      const text = rust ? url.searchParams.get("code") : decodeURIComponent(url.hash.replace("#src=", ""));
      mustEqual(url.origin, rust ? "https://play.rust-lang.org" : "https://www.typescriptlang.org", page, label, "leads to the playground");
      mustEqual(text, code, page, label, "carries the program");
      if (rust) mustEqual(url.searchParams.get("edition"), "2024", page, label, "asks for the book's edition");
      must(safe, page, label, "opens beside the book");
    }
  });
}

const withSessions = pagesWith("language-console");

test("there are sessions to copy", () => {
  must(withSessions.length > 1, "book", "pages", "some have a session", withSessions);
});

for (const page of withSessions) {
  look(page, "a session is copied without its prompts and outputs", async (it) => {
    const all = await it.evaluate(async () => {
      let copied;
      navigator.clipboard.writeText = async (text) => (copied = text);
      const found = [];
      for (const code of document.querySelectorAll("main pre > code.language-console")) {
        code.parentElement.querySelector(".copy").click();
        found.push([code.textContent, copied]);
      }
      return found;
    });
    for (const [session, copied] of all) {
      let goesOn = false;
      const commands = session.split("\n").flatMap((line) => {
        const is = goesOn || /^[$>#] /.test(line);
        const command = goesOn ? line : line.slice(2);
        goesOn = is && /\\\s*$/.test(line);
        return is ? [command] : [];
      });
      mustEqual(copied, `${commands.join("\n")}\n`, page, "Copy of a session", "copies the commands only, from their first letters (shown() in theme/listings.js)");
    }
  });
}

for (const width of [390, 1440]) {
  test(`a listing's controls are all reached and seen by keyboard at ${width} px`, () =>
    open(name, { width }, async (page) => {
      const figure = page.locator(both).first();
      const controls = await figure.evaluate((it) => {
        const before = document.createElement("span");
        before.tabIndex = 0;
        it.before(before);
        before.focus();
        window.controls = [...it.querySelectorAll("button, a[href], [tabindex='0']")].filter((one) => one.checkVisibility());
        return window.controls.map((one) => `${one.localName}.${one.className} "${(one.ariaLabel ?? one.textContent).trim().slice(0, 30)}"`);
      });
      must(controls.length >= (width < 960 ? 8 : 5), name, both, "has its controls", controls);
      const reached = [];
      for (let stop = 0; stop < controls.length; stop++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement);
          return { which: window.controls.indexOf(document.activeElement), outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
        });
        if (at.which < 0) break;
        reached.push(at.which);
        must(at.outline, name, controls[at.which], "shows that it has the focus (:focus-visible in theme/css/listings.css)");
      }
      const skipped = controls.filter((_, index) => !reached.includes(index));
      mustEqual(skipped, [], name, "controls of a listing", "are reached with Tab, one after the other: remove their tabindex, in tools/mdbook-directives/templates/ or theme/listings.js");
      await page.keyboard.press("Tab");
      must(await figure.evaluate((it) => !it.contains(document.activeElement)), name, both, "lets the focus go on");
    }));
}

test("the languages to show are chosen by keyboard, everywhere, and remembered", async () => {
  await open(name, { width: 390 }, async (page) => {
    const figure = page.locator(both).nth(1);
    const [typescript, rust] = [figure.locator(".pane-typescript"), figure.locator(".pane-rust")];
    const choose = (word) => figure.locator(".choice").getByRole("button", { name: word, exact: true });
    must((await typescript.isVisible()) && (await rust.isVisible()), name, ".panes", "shows both at first");
    await choose("Rust").scrollIntoViewIfNeeded();
    const before = await choose("Rust").boundingBox();
    await choose("Rust").press("Enter");
    const moved = Math.abs((await choose("Rust").boundingBox()).y - before.y);
    must(moved < 2, name, ".choice", "stays where it was when pressed", `${moved} px off`);
    must(!(await typescript.isVisible()) && (await rust.isVisible()), name, ".panes", "shows Rust only");
    mustEqual(await choose("Rust").getAttribute("aria-pressed"), "true", name, ".choice", "says what is chosen");
    for (const other of await page.locator(both).all()) {
      must(!(await other.locator(".pane-typescript").isVisible()), name, ".panes", "follows the choice everywhere");
    }
    // One language is shown whatever was chosen where there is only one.
    const alone = page.locator("figure.listing:not(:has(.pane-rust)) .pane-typescript").first();
    must(await alone.isVisible(), name, "a listing in TypeScript only", "is shown whatever is chosen");
    await page.goto(page.url().replace("mutex", "channels"));
    const there = page.locator(both).first();
    must(!(await there.locator(".pane-typescript").isVisible()), "channels.html", ".panes", "remembers the choice");
    await page.setViewportSize({ width: 1440, height: 900 });
    must(await there.locator(".pane-typescript").isVisible(), "channels.html", ".panes", "shows both where there is room");
    must(!(await there.locator(".choice").isVisible()), "channels.html", ".choice", "is not shown where there is room");
  });
});

test("side by side, TypeScript left, wherever there is room", async () => {
  for (const page of pagesWith("pane-typescript")) {
    await open(page, { width: 1280 }, async (it) => {
      for (const width of [1280, 1279, 1080, 1000]) {
        if (width !== 1280) await it.setViewportSize({ width, height: 900 });
        // As on a first visit: where there is no room for both, the contents are
        // closed (theme/before.js), and stay so in the narrower windows.
        if (width === 1279) await it.reload();
        const boxes = await it.locator(both).evaluateAll((all) =>
          all.map((figure) => {
            const box = (part) => figure.querySelector(part).getBoundingClientRect();
            const code = [...figure.querySelectorAll(".pane-head + pre > code")];
            return { id: figure.id, beside: box(".pane-typescript").right <= box(".pane-rust").left + 1 && box(".pane-typescript").top === box(".pane-rust").top, scrolls: code.some((one) => one.scrollWidth > one.clientWidth) };
          }),
        );
        for (const { id, beside, scrolls } of boxes) {
          must(beside, page, `#${id}`, `has TypeScript left of Rust at ${width} px (theme/css/listings.css; where the contents begin to take room, theme/css/frame.css)`);
          must(!scrolls, page, `#${id}`, `needs no scrolling at ${width} px`);
        }
      }
    });
  }
});

test("the lines that a text is about stand out", () =>
  open(name, {}, async (page) => {
    const lines = page.locator(".mark-line");
    must((await lines.count()) > 5, name, ".mark-line", "is on the page", await lines.count());
    const [marked, plain] = await lines.first().evaluate((it) => [getComputedStyle(it).backgroundColor, getComputedStyle(it.closest(".pane")).backgroundColor]);
    must(marked !== plain && marked !== "rgba(0, 0, 0, 0)", name, ".mark-line", "has a ground of its own", marked);
  }));
