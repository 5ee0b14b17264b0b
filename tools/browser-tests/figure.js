// What a figure on a page consists of, and what it shows at the moment.

/** The figures of a page, each with words for a message; those of questions unfolded. */
export async function figuresOf(page) {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll(".question-proof:has(.schedules)")) folded.open = true;
  });
  const boxes = await page.locator("section.schedules").all();
  return Promise.all(
    boxes.map(async (box) => ({ box, name: await box.getAttribute("data-name"), where: `#${await box.getAttribute("id")}` })),
  );
}

export async function endingsOf({ box, where }) {
  const boxes = await box.locator(".ending-choice").all();
  return boxes.map((it, index) => ({
    box: it,
    summary: it.locator("summary"),
    where: `${where}, ending ${index + 1} of ${boxes.length}`,
  }));
}

/** What the ending says that it prints, from its own summary. */
export async function outputOf(ending) {
  const lines = await ending.summary.locator("samp").allTextContents();
  return lines.map((line) => `${line}\n`).join("");
}

/** What an ending's player shows; lines of the listing are found by place. */
export const stateOf = (ending) => ending.evaluate(read);

/** The line of a program that has the light, if one has; by place. */
export const litLine = (pre) =>
  pre.evaluate((it) => {
    const bar = it.querySelector(".lit-line");
    if (!bar?.checkVisibility()) return null;
    const code = it.querySelector("code");
    const { lineHeight, paddingTop } = getComputedStyle(code);
    const { top, height } = bar.getBoundingClientRect();
    return 1 + Math.floor((top + height / 2 - code.getBoundingClientRect().top - parseFloat(paddingTop)) / parseFloat(lineHeight));
  });

/**
 * Presses a key, or the button of that label, `times` times, and tells what
 * the player showed after each. All within the page: thousands of steps are
 * quick only that way.
 */
export const pressed = (ending, what, times) => ending.evaluate(pressAll, [what, times]);

function press(it, [what, times]) {
  const states = [];
  for (let time = 0; time < times; time++) {
    const button = it.querySelector(`button[aria-label="${what}"]`);
    const key = new KeyboardEvent("keydown", { key: what, bubbles: true, cancelable: true });
    if (button) button.click();
    else document.activeElement.dispatchEvent(key);
    states.push(read(it));
  }
  return states;
}

function read(ending) {
  const items = [...ending.querySelectorAll(".steps li")];
  const positions = (list, is) => list.flatMap((it, index) => (is(it) ? [index + 1] : []));
  const middle = (box) => (box.top + box.bottom) / 2;
  const inside = (y, box) => box.top <= y && y <= box.bottom;

  const band = ending.querySelector(".band");
  const row = band.checkVisibility()
    ? positions(items, (it) => inside(middle(band.getBoundingClientRect()), it.getBoundingClientRect()))[0]
    : null;

  const { name } = ending.closest(".schedules").dataset;
  const pre = document.querySelector(`#listing-${name} .pane-rust pre`);
  const bar = pre.querySelector(".lit-line");
  let lit = null;
  if (bar?.checkVisibility()) {
    const y = middle(bar.getBoundingClientRect());
    const code = pre.querySelector("code");
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    // The first letter of each line tells where the line is.
    let line = 1;
    let fresh = true;
    for (let node = walker.nextNode(); node && lit === null; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        const letter = node.data[at];
        if (letter === "\n") {
          line++;
          fresh = true;
        } else if (fresh && letter.trim()) {
          fresh = false;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          if (inside(y, range.getBoundingClientRect())) {
            lit = line;
            break;
          }
        }
      }
    }
  }
  const out = ending.querySelector(".so-far samp");
  return {
    current: positions(items, (it) => it.getAttribute("aria-current") === "step"),
    dots: positions([...ending.querySelectorAll(".dot")], (it) => it.classList.contains("now")),
    band: row,
    lit,
    lines: items.map((it) => (it.dataset.line ? Number(it.dataset.line) : null)),
    outs: items.map((it) => it.dataset.out ?? ""),
    out: out.classList.contains("nothing") ? "" : out.textContent,
    status: ending.querySelector(".step-status").textContent,
  };
}

// One function with the other inside: the page gets its text, and may not
// `eval` a second one.
const pressAll = new Function("it", "how", `${read}\n${press}\nreturn press(it, how);`);
